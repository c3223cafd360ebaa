"""`import datasets` means the folder of the course at hand, whatever else bears that name."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Sequence
from pathlib import Path

__all__ = ["use_datasets_of"]


def use_datasets_of(root: Path) -> None:
    """Let `datasets` mean the course's own folder in this process, from its next import on.

    The name also belongs to a popular library, which Python would otherwise find first. The
    course's folder is not put on `sys.path`: a clone has an `autograder/` of its own, and the
    engine that runs must stay the one that was started.
    """
    others = [finder for finder in sys.meta_path if not isinstance(finder, _CourseDatasets)]
    sys.meta_path[:] = [_CourseDatasets(root / "datasets"), *others]


class _CourseDatasets(importlib.abc.MetaPathFinder):
    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        package = self._folder / "__init__.py"
        if fullname != "datasets" or not package.is_file():
            return None
        return importlib.util.spec_from_file_location(
            fullname, package, submodule_search_locations=[str(self._folder)]
        )
