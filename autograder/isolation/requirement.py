"""The layers that isolation cannot do without, and the errors that say so."""

from collections.abc import Mapping
from typing import Final

from autograder.course import UserError

__all__ = ["REQUIRED", "IsolationError", "NotIsolated", "require"]

# The guarantees need these; docs/security.md says which guarantee needs which. The other layers
# make the same guarantees hold twice.
REQUIRED: Final = ("privileges", "rlimits", "landlock", "seccomp")


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
    missing = [f"{name} ({absent[name]})" for name in REQUIRED if absent[name]]
    if missing:
        raise NotIsolated(
            f"strict isolation cannot hold on this machine; it lacks {', '.join(missing)}.\n"
            "Grade on a Linux with kernel 5.13 or newer, where a container that runs this allows "
            "these; `nudge doctor` tries each layer.\nFor submissions that you trust there is "
            "--isolation process, which does not confine them."
        )
