"""What strict isolation cannot do without."""

from collections.abc import Mapping
from typing import Final

from autograder.isolation.errors import NotIsolated

__all__ = ["REQUIRED", "require"]

# What the guarantees need; docs/security.md says which guarantee needs which. The rest makes
# the same guarantees hold twice.
REQUIRED: Final = ("privileges", "rlimits", "landlock", "seccomp")


def require(absent: Mapping[str, str]) -> None:
    """Refuse strict isolation without the layers that its guarantees need.

    Raises
    ------
    NotIsolated
        If one is absent; the text names it and says what to do.
    """
    lacking = [f"{name} ({absent[name]})" for name in REQUIRED if absent[name]]
    if lacking:
        raise NotIsolated(
            f"strict isolation cannot hold on this machine; it lacks {', '.join(lacking)}.\n"
            "Grade on a Linux with kernel 5.13 or newer, where a container that runs this allows "
            "these; `nudge doctor` tries each layer.\nFor submissions that you trust there is "
            "--isolation process, which does not confine them."
        )
