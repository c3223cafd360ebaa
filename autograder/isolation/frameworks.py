"""Where frameworks are installed: they, what they require, and nothing else that is there."""

import importlib.metadata
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import Distribution
from typing import Any, Final

from autograder.checking.frameworks import keras_backend
from autograder.isolation.errors import IsolationError

__all__ = ["described", "environment"]

_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# One thread each; what they would write about themselves and the processor is nothing to read.
_QUIET: Final = {
    "CUDA_VISIBLE_DEVICES": "",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
}


def described(packages: Sequence[str]) -> dict[str, Any]:
    """Return what a worker has to know of frameworks, as it is told it.

    Parameters
    ----------
    packages : sequence of str
        By what they are imported; all of them are installed.

    Returns
    -------
    dict
        The `packages`; the top-level `names` of all that they consist of and require; the `paths`
        of these; and the `places` in which they are installed.

    Raises
    ------
    IsolationError
        If one is not known to be installed.
    """
    names, paths, places = set(), set(), set()
    for distribution in _needed(packages):
        for entry in {file.parts[0] for file in distribution.files or ()}:
            # Programs are installed elsewhere, and nobody reads what describes a package.
            if entry == ".." or entry.endswith((".dist-info", ".pth")) or entry == "__pycache__":
                continue
            path = distribution.locate_file(entry)
            names.add(entry.partition(".")[0])
            paths.add(str(path))
            places.add(str(distribution.locate_file("")))
    return {
        "packages": list(packages),
        "names": sorted(names),
        "paths": sorted(paths),
        "places": sorted(places),
    }


def environment(packages: Sequence[str]) -> dict[str, str]:
    """Return what the environment of a worker with these packages has besides."""
    if not packages:
        return {}
    return _QUIET | ({"KERAS_BACKEND": keras_backend()} if "keras" in packages else {})


def _needed(packages: Sequence[str]) -> Iterator[Distribution]:
    """Yield what these packages are distributed as, and all that they require."""
    waiting = [name for package in packages for name in _distributed_as(package)]
    seen = set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # required on another system
        yield found
        for requirement in found.requires or ():
            required = _REQUIREMENT.match(requirement)
            if required and not re.search(r"\bextra\s*==", requirement):
                waiting.append(required[0])


def _distributed_as(package: str) -> list[str]:
    try:
        return _distributions()[package]
    except KeyError:
        raise IsolationError(
            f"{package} is here, but pip does not know of it; install it with pip"
        ) from None


@cache
def _distributions() -> dict[str, list[str]]:
    # It reads what every installed package consists of.
    return dict(importlib.metadata.packages_distributions())
