"""The layers that isolation cannot do without, and the errors that say so."""

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from autograder.course import UserError

__all__ = ["REQUIRED", "IsolationError", "NotIsolated", "advice", "require"]

# The guarantees need these; docs/security.md says which guarantee needs which. The other layers
# make the same guarantees hold twice.
REQUIRED: Final = ("privileges", "rlimits", "landlock", "seccomp")


_STATUS: Final = Path("/proc/self/status")
_IN_A_CONTAINER: Final = """\
This process is under a filter of system calls, as in a container. On a kernel
5.13 or newer the filter has to let through landlock_create_ruleset,
landlock_add_rule, landlock_restrict_self, seccomp, prctl and pidfd_open, as
the newer default profiles do. Otherwise give the container one that does:
  Docker, Podman  --security-opt seccomp=nudge.json
  Kubernetes      securityContext.seccompProfile, localhostProfile: nudge.json
  JupyterHub      c.DockerSpawner.extra_host_config, or
                  c.KubeSpawner.container_security_context
docs/containers.md has this profile, and each of these whole; `nudge doctor`
tries each layer."""


class IsolationError(Exception):
    """The machine does not let the kit isolate a process; grading cannot go on."""


class NotIsolated(IsolationError, UserError):
    """The isolation that was asked for cannot be had here; the text says what to do."""


def require(absent: Mapping[str, str]) -> None:
    """Refuse strict isolation without the layers that its guarantees need.

    Raises
    ------
    NotIsolated
        If one is absent; the text names it and says what to do.
    """
    if missing := [f"{name} ({absent[name]})" for name in REQUIRED if absent[name]]:
        raise NotIsolated(
            f"strict isolation cannot hold on this machine; it lacks {', '.join(missing)}.\n"
            f"{advice(missing)}\n"
            "For submissions that you trust there is --isolation process, which does not confine "
            "them."
        )


def advice(reasons: Iterable[str]) -> str:
    """Return what to do where layers are absent that strict isolation needs, for these reasons."""
    with contextlib.suppress(OSError):
        status = _STATUS.read_text(encoding="utf-8").splitlines()
        is_filtered = any(line.startswith("Seccomp:") and line.split()[1] != "0" for line in status)
        if is_filtered and any("is refused" in reason for reason in reasons):
            return _IN_A_CONTAINER
    return (
        "Grade on a Linux with kernel 5.13 or newer that has Landlock switched on; `nudge doctor` "
        "tries each layer."
    )
