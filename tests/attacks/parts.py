"""Which parts of the kit this checkout has, for attacks that need one of them to be held."""

import os
from collections.abc import Callable, Mapping
from typing import Final

from autograder.grading import intake
from autograder.isolation import Session

__all__ = ["is_there"]

_PARTS: Final[Mapping[str, Callable[[], bool]]] = {
    "strict": lambda: hasattr(Session, "withhold"),
    # Root's server has capabilities that its workers lack, which is enough to keep them from it.
    "strict, for users": lambda: hasattr(Session, "withhold") or os.geteuid() == 0,
    "intake": lambda: hasattr(intake, "__path__"),
}


def is_there(part: str) -> bool:
    """Tell whether a part is there."""
    return _PARTS[part]()
