"""What a student's code can import: its own files, the standard library and the packages."""

import builtins
import importlib
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Container, Iterable, Mapping, Sequence

from autograder.calls.imports import (
    STUDENTS_BUILTINS,
    guarded_import,
    guarded_import_module,
    refusal,
)

__all__ = ["Refusal", "forget", "install"]


class Refusal(importlib.abc.MetaPathFinder):
    """The last finder: it turns "No module named scipy" into a sentence."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Refuse a top-level name that no finder before this one knew."""
        text = refusal(fullname) if path is None else None
        if text is None:
            return None
        raise ModuleNotFoundError(text, name=fullname)


def install(own: Container[str], packages: Mapping[str, Container[str]]) -> None:
    """Hold this process to the rule of `checking.imports`.

    Parameters
    ----------
    own : container of str
        Top-level names that are the submission's own modules.
    packages : mapping of str to container of str
        By the dotted name of a module: what else it may import.
    """
    builtins.__import__ = guarded_import(builtins.__import__, own, packages)
    importlib.import_module = guarded_import_module(importlib.import_module, own, packages)
    vars(builtins).update(STUDENTS_BUILTINS)


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
