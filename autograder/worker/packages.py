"""The packages that a student's code has: NumPy, matplotlib, the digits, perhaps a framework."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

__all__ = ["Packages"]

# What a package asks for when it is used; loaded early, a child finds it there.
_WARM: Final = (
    "numpy.fft",
    "numpy.linalg",
    "numpy.polynomial",
    "numpy.random",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
)
# Top-level modules that these packages are made of, or need. A student's code may ask for the
# first three by name; `checking.imports` says so.
_FOUND: Final = frozenset(
    {
        *("numpy", "matplotlib", "mpl_toolkits"),
        *("PIL", "contourpy", "cycler", "dateutil", "fontTools", "kiwisolver", "packaging"),
        *("pyparsing", "six"),
    }
)
_DATASETS: Final = "datasets"


class Packages(importlib.abc.MetaPathFinder):
    """Finds these packages where the trusted side has them, and nothing else that is there.

    Parameters
    ----------
    places : sequence of Path
        Folders that packages are installed in.
    datasets : Path
        The folder of the course's package `datasets`; without one there are no digits.
    frameworks : mapping
        What `isolation.frameworks` says of them; its lists are empty where there are none.
    """

    def __init__(
        self, places: Sequence[Path], datasets: Path, frameworks: Mapping[str, Sequence[str]]
    ) -> None:
        self._places = [str(place) for place in places]
        self._datasets = datasets
        self._has_datasets = (datasets / "__init__.py").is_file()
        self._places += [place for place in frameworks["places"] if place not in self._places]
        self._found = _FOUND.union(frameworks["names"])
        self._paths = [Path(path) for path in frameworks["paths"]]
        self.frameworks = tuple(frameworks["packages"])

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the packages."""
        if fullname == f"{_DATASETS}.download":
            return importlib.machinery.ModuleSpec(fullname, _NoDownload())
        if path is not None:
            return None
        if fullname == _DATASETS and self._has_datasets:
            return importlib.util.spec_from_file_location(
                fullname,
                self._datasets / "__init__.py",
                submodule_search_locations=[str(self._datasets)],
            )
        if fullname in self._found:
            return importlib.machinery.PathFinder.find_spec(fullname, self._places)
        return None

    def warm(self) -> None:
        """Import everything, so that it is there from the start."""
        sys.meta_path.insert(0, self)
        try:
            for name in _WARM:
                importlib.import_module(name)
            if self._has_datasets:
                importlib.import_module("datasets.embedded").load_embedded()
            for name in self.frameworks:
                importlib.import_module(name)
            if "torch" in self.frameworks:
                # Its first product looks at the processor, and no child can look there.
                torch = importlib.import_module("torch")
                torch.ones(2, 2) @ torch.ones(2, 2)
            if "tensorflow" in self.frameworks:
                # Before its first computation it asks where Python is, and ends the process if no
                # child can say. Asked what it can compute, it looks now, and starts no thread yet.
                kernels = importlib.import_module("tensorflow.python.framework.kernels")
                kernels.get_registered_kernels_for_op("NoOp")
        finally:
            sys.meta_path.remove(self)

    def folders(self) -> Iterator[Path]:
        """Yield the files and folders that the packages consist of."""
        for place in map(Path, self._places):
            for name in sorted(_FOUND):
                # A package, a module, or the libraries beside it: six.py, numpy.libs.
                yield place / name
                yield from place.glob(f"{name}.*")
            yield place / "pillow.libs"
        yield from self._paths
        if self._has_datasets:
            yield self._datasets


class _NoDownload(importlib.abc.Loader):
    """Stands in for the module that fetches MNIST: there is no network to fetch it from."""

    def exec_module(self, module: types.ModuleType) -> None:
        error = importlib.import_module("datasets.dataset").DatasetError

        def fetch(*_: Any, **__: Any) -> Any:
            raise error("MNIST is not there when this is graded; datasets.load() has the digits")

        vars(module)["fetch"] = fetch
