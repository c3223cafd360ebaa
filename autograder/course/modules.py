"""Loading exercise modules from files, with `exercises.…` meaning a chosen folder."""

import builtins
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.calls.imports import STUDENTS_BUILTINS

__all__ = ["ModuleSet"]

_PACKAGE = "exercises"


class ModuleSet:
    """Modules that import each other as `exercises.e04_sigmoid`, taken from chosen files.

    Solutions, misconceptions, alternatives and check files all write `from
    exercises.e04_sigmoid import sigmoid`; on the reference side that name has to mean the
    solution, while in the same process another set may mean somebody else's. So the name is
    resolved here, for these modules alone, and `sys.modules` never hears of it.

    Parameters
    ----------
    folder : Path
        Where `exercises.NAME` is looked for, as `NAME.py`.
    instead : mapping of str to Path, optional
        Files to take for some of the names.
    """

    def __init__(self, folder: Path, instead: Mapping[str, Path] | None = None) -> None:
        self._folder = folder
        self._instead = dict(instead or {})
        self._modules: dict[str, types.ModuleType] = {}
        self._package = types.ModuleType(_PACKAGE)
        self._package.__path__ = []
        self._builtins = {**vars(builtins), **STUDENTS_BUILTINS, "__import__": self._import}

    def exercise(self, name: str) -> types.ModuleType:
        """Return the module `exercises.NAME`, running it if this is the first use.

        Raises
        ------
        ModuleNotFoundError
            If the folder has no such file.
        """
        if name not in self._modules:
            path = self.path(name)
            if not path.is_file():
                raise ModuleNotFoundError(f"there is no {path.name}", name=f"{_PACKAGE}.{name}")
            self._modules[name] = self.run(path, f"{_PACKAGE}.{name}")
            setattr(self._package, name, self._modules[name])
        return self._modules[name]

    def path(self, name: str) -> Path:
        """Return the file that `exercises.NAME` means here, whether or not it exists."""
        return self._instead.get(name, self._folder / f"{name}.py")

    def run(self, path: Path, name: str) -> types.ModuleType:
        """Run the file at `path` as a new module called `name` and return it."""
        module = types.ModuleType(name)
        module.__file__ = str(path)
        module.__dict__["__builtins__"] = self._builtins
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
        return module

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - the name __import__ has
        locals: Mapping[str, Any] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        if globals is None:  # called by hand
            globals = sys._getframe(1).f_globals  # noqa: A001
        package, _, leaf = name.partition(".")
        if level or package != _PACKAGE:
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        if not leaf:
            for wanted in fromlist or ():
                self.exercise(wanted)
            return self._package
        module = self.exercise(leaf)
        return module if fromlist else self._package
