"""The imports of a student's code: its own modules, the standard library and the packages.

The packages lie where the trusted side has them; a submission's modules are imported from memory.
"""

import importlib
import importlib.abc
import importlib.util
import linecache
import os
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any, Final, Protocol

from autograder.calls.imports import refusal
from autograder.calls.performer import NoModule
from autograder.calls.wire import ASKS_TO_DRAW

__all__ = ["ImportRefusal", "Packages", "SubmissionFinder", "SubmittedModule", "forget_program"]

_Path = Sequence[str] | None

_PACKAGE: Final = "exercises"
_DATASETS: Final = "datasets"
# These are loaded before the first fork, so that each child finds them in its memory.
_WARM: Final = ("numpy.fft", "numpy.linalg", "numpy.polynomial", "numpy.random")
_DRAWING: Final = ("matplotlib.pyplot", "matplotlib.backends.backend_agg")
_DRAWN_WITH: Final = ("matplotlib", "mpl_toolkits")
# Top-level modules of these packages and of what they need. `calls.imports` says which of them a
# student's code may ask for by name.
_FOUND: Final = frozenset(
    {
        *("numpy", "matplotlib", "mpl_toolkits"),
        *("PIL", "contourpy", "cycler", "dateutil", "fontTools", "kiwisolver", "packaging"),
        *("pyparsing", "six"),
    }
)


class Supplies(Protocol):
    """The connection, which makes what stands in for the functions and classes of a module."""

    def supplied_function(self, module: str, function: str) -> Callable[..., Any]:
        """Return a function whose calls the trusted side answers."""

    def supplied_class(self, module: str, name: str, outline: Mapping[str, Any]) -> type:
        """Return a class whose methods the trusted side answers."""


class SubmissionFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads a submission's modules; asked after the standard library and NumPy.

    `e07_dense` and `exercises.e07_dense` are one module. A submission's `random.py` is found
    as `exercises.random`, never instead of the standard library's.

    Parameters
    ----------
    sources : mapping of str to bytes
        The source of each module by its dotted name.
    supplied : mapping of str to sequence of str
        The modules whose functions the trusted side answers, and those functions.
    classes : mapping of str to mapping of str to mapping
        The classes of the same modules that the trusted side answers, with their outlines.
    replaced : mapping of str to sequence of str
        By module, the functions that the trusted side answers while the rest is the student's.
    supplies : Supplies
        Makes what stands in for a module's functions and classes.
    """

    def __init__(
        self,
        sources: Mapping[str, bytes],
        supplied: Mapping[str, Sequence[str]],
        classes: Mapping[str, Mapping[str, Mapping[str, Any]]],
        replaced: Mapping[str, Sequence[str]],
        supplies: "Supplies",
    ) -> None:
        self._sources = dict(sources)
        self._supplied = dict(supplied)
        self._classes = dict(classes)
        self._replaced = dict(replaced)
        self._supplies = supplies
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
        """Return a module's name in messages: `e07_dense.py`."""
        path = name.removeprefix(f"{_PACKAGE}.").replace(".", "/")
        return f"{path}/__init__.py" if name in self._packages else f"{path}.py"

    def find_spec(self, fullname: str, path: _Path, target: Any = None) -> ModuleSpec | None:
        """Find a module of the submission."""
        if fullname not in self._names:
            is_short = f"{_PACKAGE}.{fullname}" in self._names
            return ModuleSpec(fullname, self) if is_short else None
        spec = ModuleSpec(fullname, self, origin=self.file_name(fullname))
        if fullname in self._packages:
            spec.submodule_search_locations = []
        spec.has_location = fullname in self._sources
        return spec

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module's source, or give it the functions that stand in for it."""
        name = module.__name__
        if name not in self._names:
            # The import system returns the entry in sys.modules.
            sys.modules[name] = importlib.import_module(f"{_PACKAGE}.{name}")
            return
        for function in self._supplied.get(name, ()):
            vars(module)[function] = self._supplies.supplied_function(name, function)
        for kind, outline in self._classes.get(name, {}).items():
            vars(module)[kind] = self._supplies.supplied_class(name, kind, outline)
        source = self._source(name)
        if source is None:
            return
        file_name, text = self.file_name(name), self.get_source(name)
        if text is not None:
            # Without a time of change the cache stays: there is no file to look at again.
            lines = text.splitlines(keepends=True)
            linecache.cache[file_name] = (len(text), None, lines, file_name)
        # From bytes: the compiler reads byte-order marks and coding cookies.
        exec(compile(source, file_name, "exec", dont_inherit=True), vars(module))
        for function in self._replaced.get(name, ()):
            self._replace(module, name, function)

    def _replace(self, module: types.ModuleType, name: str, function: str) -> None:
        """Let a name of a loaded module, and what imported its function, mean a supplied one.

        Only names are changed: what has kept the function in another way goes on with it.
        """
        own = vars(module).get(function)
        instead = vars(module)[function] = self._supplies.supplied_function(name, function)
        if type(own) is not types.FunctionType:
            return
        for sibling in map(sys.modules.get, self._sources):
            if type(sibling) is not types.ModuleType or sibling is module:
                continue
            names = vars(sibling)
            # Found by identity, which asks nothing of the student's objects.
            names.update({there: instead for there, value in names.items() if value is own})

    def get_source(self, fullname: str) -> str | None:
        """Return a module's source as text."""
        source = self._source(fullname)
        if source is None:
            return None
        try:
            return importlib.util.decode_source(source)
        except (SyntaxError, UnicodeDecodeError):
            return None

    def is_package(self, fullname: str) -> bool:
        """Tell whether modules of the submission are in this one."""
        return fullname in self._packages

    def _source(self, name: str) -> bytes | None:
        """Return the source of a module, unless it is supplied."""
        return None if name in self._supplied else self._sources.get(name)


class SubmittedModule:
    """One module of a submission, for the performer of its calls."""

    def __init__(self, submission: SubmissionFinder, name: str) -> None:
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


class Packages(importlib.abc.MetaPathFinder):
    """Finds NumPy, matplotlib, the digits and perhaps frameworks, and nothing else that is there.

    Parameters
    ----------
    places : sequence of Path
        Folders that packages are installed in.
    datasets : Path
        The folder of the course's package `datasets`; a course may have none.
    frameworks : mapping
        Where they are installed; its lists are empty if there are none.
    """

    def __init__(
        self, places: Sequence[Path], datasets: Path, frameworks: Mapping[str, Sequence[str]]
    ) -> None:
        self._datasets = datasets
        self._has_digits = (datasets / "__init__.py").is_file()
        self._places = list(dict.fromkeys([*map(str, places), *frameworks["places"]]))
        self._found = _FOUND.union(frameworks["names"])
        self._paths = [Path(path) for path in frameworks["paths"]]
        self.frameworks = tuple(frameworks["packages"])
        self.lacks_drawing = False

    def find_spec(self, fullname: str, path: _Path, target: Any = None) -> ModuleSpec | None:
        """Find one of the packages."""
        if fullname == f"{_DATASETS}.download":
            return ModuleSpec(fullname, _NoDownload())
        if path is not None:
            return None
        if fullname == _DATASETS and self._has_digits:
            return importlib.util.spec_from_file_location(
                fullname,
                self._datasets / "__init__.py",
                submodule_search_locations=[str(self._datasets)],
            )
        if self.lacks_drawing and fullname in _DRAWN_WITH:
            os._exit(ASKS_TO_DRAW)  # the trusted side asks again, in a process that has it
        if fullname in self._found:
            return PathFinder.find_spec(fullname, self._places)
        return None

    def warm(self, *, draws: bool) -> None:
        """Import NumPy, the digits and the frameworks; matplotlib as well if the code draws."""
        sys.meta_path.insert(0, self)
        try:
            for name in (*_WARM, *(_DRAWING if draws else ()), *self.frameworks):
                importlib.import_module(name)
            if self._has_digits:
                importlib.import_module("datasets.embedded").load_embedded()
            if "torch" in self.frameworks:
                # Its first product looks at the processor, and no child can look there.
                torch = importlib.import_module("torch")
                torch.ones(2, 2) @ torch.ones(2, 2)
            if "tensorflow" in self.frameworks:
                # Before its first computation it starts a process to look for Python, and ends
                # this one if it cannot. This question makes it look now, and starts no thread.
                kernels = importlib.import_module("tensorflow.python.framework.kernels")
                kernels.get_registered_kernels_for_op("NoOp")
        finally:
            sys.meta_path.remove(self)

    def folders(self) -> Iterator[Path]:
        """Yield the files and folders of the packages."""
        for place in map(Path, self._places):
            for name in sorted(_FOUND):
                # A package, a module, or the libraries beside it: six.py, numpy.libs.
                yield place / name
                yield from place.glob(f"{name}.*")
            yield place / "pillow.libs"
        yield from self._paths
        if self._has_digits:
            yield self._datasets


class _NoDownload(importlib.abc.Loader):
    """Replaces the module that fetches MNIST: there is no network to fetch it from."""

    def exec_module(self, module: types.ModuleType) -> None:
        error = importlib.import_module("datasets.dataset").DatasetError

        def fetch(*_: Any, **__: Any) -> Any:
            raise error("MNIST is not there when this is graded; datasets.load() has the digits")

        vars(module)["fetch"] = fetch


class ImportRefusal(importlib.abc.MetaPathFinder):
    """The last finder: it turns "No module named scipy" into a sentence."""

    def find_spec(self, fullname: str, path: _Path, target: Any = None) -> ModuleSpec | None:
        """Refuse a top-level name that no finder before this one knew."""
        text = refusal(fullname) if path is None else None
        if text is None:
            return None
        raise ModuleNotFoundError(text, name=fullname)


def forget_program() -> None:
    """Remove the worker's own program from the modules that can be imported by name.

    The worker goes on using its modules; the student's code finds none of them by name, and a
    helper of the same name is the student's.
    """
    for name in list(sys.modules):
        if name.partition(".")[0] == "autograder":
            del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
