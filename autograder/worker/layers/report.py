"""The layer report: why each layer is absent on this machine, tried in the calling process."""

from autograder.worker.layers import landlock, mounts, namespaces, privileges, seccomp

__all__ = ["absent", "absent_but_for_root"]


def absent() -> dict[str, str]:
    """Return each layer, with the reason why it is absent: empty where it can be had.

    The calling process enters namespaces, if it can.
    """
    found = absent_but_for_root(namespaces.enter())
    return found | {"root": mounts.missing_root(found["disk"])}


def absent_but_for_root(no_namespaces: str) -> dict[str, str]:
    """Return the same except for the root, in the namespaces that the process is in."""
    return {
        "privileges": privileges.missing(),
        "rlimits": "",  # they are never absent where the worker can run
        "landlock": landlock.missing(),
        "seccomp": seccomp.missing(),
        "namespaces": no_namespaces,
        "disk": mounts.missing_disk(no_namespaces),
    }
