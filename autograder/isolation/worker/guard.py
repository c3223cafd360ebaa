"""What a student's code can import: its own files, the standard library and NumPy."""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Sequence

__all__ = ["Refusal", "forget"]


class Refusal(importlib.abc.MetaPathFinder):
    """The last finder: it turns "No module named scipy" into a sentence."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Refuse a top-level name that no finder before this one knew."""
        if path is not None or fullname in sys.stdlib_module_names:
            return None
        if fullname == "exercises" or fullname.startswith("exercises."):
            return None
        raise ModuleNotFoundError(
            f"{fullname} is not part of this course: "
            "numpy and the standard library are what grading has",
            name=fullname,
        )


def forget(packages: Iterable[str]) -> None:
    """Remove `packages` and the program itself from what can be imported by name.

    The worker goes on using its modules; nothing the student's code asks for by name finds
    them, and a helper of the same name is the student's.
    """
    hidden = tuple(packages)
    for name in list(sys.modules):
        if name.partition(".")[0] in hidden:
            del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
