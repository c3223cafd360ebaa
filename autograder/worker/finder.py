"""The modules of a submission, imported from memory."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.calls.performer import NoModule

__all__ = ["Submission", "SubmittedModule"]

_PACKAGE = "exercises"


class Submission(importlib.abc.MetaPathFinder):
    """Finds a submission's modules; asked after the standard library and NumPy.

    `e07_dense` and `exercises.e07_dense` are one module. A submission's `random.py` is found
    as `exercises.random` and never in place of the standard library's.

    Parameters
    ----------
    sources : mapping of str to bytes
        The source of each module by its dotted name.
    supplied : mapping of str to sequence of str
        Stand-ins: modules whose functions the trusted side answers, and those functions.
    stand_in : callable
        Given a module and a function, returns what to put in its place.
    """

    def __init__(
        self,
        sources: Mapping[str, bytes],
        supplied: Mapping[str, Sequence[str]],
        stand_in: Callable[[str, str], Callable[..., Any]],
    ) -> None:
        self._sources = dict(sources)
        self._supplied = dict(supplied)
        self._stand_in = stand_in
        names = {*sources, *supplied, _PACKAGE}
        self._packages = {
            ".".join(parts[:count])
            for parts in (name.split(".") for name in names)
            for count in range(1, len(parts))
        } | {_PACKAGE}
        self._names = names | self._packages
        self.top_names = frozenset(
            name.removeprefix(f"{_PACKAGE}.").partition(".")[0] for name in self._names
        )
        self.files = frozenset(self.file_name(name) for name in sources)

    def __contains__(self, name: str) -> bool:
        return name in self._sources or name in self._supplied

    def file_name(self, name: str) -> str:
        """Return what a module is called in messages: `e07_dense.py`."""
        path = name.removeprefix(f"{_PACKAGE}.").replace(".", "/")
        return f"{path}/__init__.py" if name in self._packages else f"{path}.py"

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module of the submission."""
        if fullname not in self._names:
            full = f"{_PACKAGE}.{fullname}"
            if full not in self._names:
                return None
            return importlib.machinery.ModuleSpec(fullname, _Alias(full))
        loader = _Loader(self, fullname)
        spec = importlib.machinery.ModuleSpec(
            fullname,
            loader,
            origin=self.file_name(fullname),
            is_package=fullname in self._packages,
        )
        if fullname in self._sources:
            spec.has_location = True
        return spec

    def source(self, name: str) -> bytes | None:
        """Return the source of a module, if it has one that is to be run."""
        return None if name in self._supplied else self._sources.get(name)

    def stand_ins(self, name: str) -> dict[str, Callable[..., Any]]:
        """Return the functions of a supplied module."""
        return {
            function: self._stand_in(name, function) for function in self._supplied.get(name, ())
        }


class SubmittedModule:
    """One module of a submission, for the performer of its calls."""

    def __init__(self, submission: Submission, name: str) -> None:
        self._submission = submission
        self._name = name
        self.file_name = submission.file_name(name)

    def load(self) -> types.ModuleType:
        """Import the module."""
        if self._name not in self._submission:
            raise NoModule
        return importlib.import_module(self._name)

    def place(self, file_name: str, function: str, line: int | None) -> str:
        """Return a line of the submission as messages name it; nothing for other code."""
        if file_name not in self._submission.files:
            return ""
        return f"{file_name}, line {line}" if line else file_name


class _Loader(importlib.abc.InspectLoader):
    def __init__(self, submission: Submission, name: str) -> None:
        self._submission = submission
        self._name = name

    def exec_module(self, module: types.ModuleType) -> None:
        vars(module).update(self._submission.stand_ins(self._name))
        source = self._submission.source(self._name)
        if source is None:
            return
        file_name = self._submission.file_name(self._name)
        text = self.get_source(self._name)
        if text is not None:
            # Without a time of change the cache holds: there is no file to look at again.
            lines = text.splitlines(keepends=True)
            linecache.cache[file_name] = (len(text), None, lines, file_name)
        # From bytes: the compiler honours byte-order marks and coding cookies.
        exec(compile(source, file_name, "exec", dont_inherit=True), vars(module))

    def get_source(self, fullname: str) -> str | None:
        source = self._submission.source(fullname)
        if source is None:
            return None
        try:
            return importlib.util.decode_source(source)
        except (SyntaxError, UnicodeDecodeError):
            return None

    def is_package(self, fullname: str) -> bool:
        return self._submission.file_name(fullname).endswith("/__init__.py")


class _Alias(importlib.abc.Loader):
    """Makes a top-level name mean the module of the package."""

    def __init__(self, full: str) -> None:
        self._full = full

    def exec_module(self, module: types.ModuleType) -> None:
        # The import system returns what stands in sys.modules afterwards.
        sys.modules[module.__name__] = importlib.import_module(self._full)
