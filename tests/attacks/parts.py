"""Which parts of the kit this checkout has, for attacks that need one of them to be held."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from autograder.grading import batch, intake
from autograder.isolation import Session

__all__ = ["is_there"]

_PARTS: Final[Mapping[str, Callable[[], bool]]] = {
    "strict": lambda: hasattr(Session, "withhold"),
    # Root's server has capabilities that its workers lack, which is enough to keep them from it.
    "strict, for users": lambda: hasattr(Session, "withhold") or os.geteuid() == 0,
    "withholding": lambda: any(
        ".withhold(" in path.read_text(encoding="utf-8")
        for path in Path(batch.__file__).parent.glob("*.py")
    ),
    "intake": lambda: hasattr(intake, "__path__"),
}


def is_there(part: str) -> bool:
    """Tell whether a part is there."""
    return _PARTS[part]()
