"""The worker's command line and environment, and the packages that it may load."""

import importlib.metadata
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, Final

import platformdirs

from autograder.calls.answer import Bounds
from autograder.checking.frameworks import keras_backend
from autograder.course import Limits
from autograder.isolation.requirement import IsolationError

__all__ = ["KERNELS", "bounds", "command", "described", "environment", "last_words"]

_HERE: Final = Path(__file__).resolve().parent
_PROGRAM: Final = _HERE.parent / "worker"
_CHECKOUT: Final = _HERE.parent.parent
# They choose the kernels that NumPy computes with. The same choice must hold where a student's
# code runs, or the last bits of a result would differ.
KERNELS: Final = (
    *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_CBWR"),
    *("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES"),
)
_PACKAGES: Final = ("numpy", "matplotlib", "PIL", "dateutil", "kiwisolver")
_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Frameworks compute in one thread, and do not write about themselves and the processor.
_QUIET: Final = {
    "CUDA_VISIBLE_DEVICES": "",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
}


def command(
    mode: str, packages: Sequence[str] = (), datasets: Path | None = None, **settings: Any
) -> list[str]:
    """Return the command that starts the worker.

    Parameters
    ----------
    mode : str
        `server`, `single` or `report`; see `worker/__main__.py`.
    packages : sequence of str
        Frameworks that it may load, besides NumPy, matplotlib and the digits.
    datasets : Path, optional
        The folder of the course's package `datasets`; by default the one beside the engine, if
        the engine is part of a course.
    settings : object
        The settings of the mode.
    """
    if datasets is None and (_CHECKOUT / "course.toml").is_file():
        datasets = _CHECKOUT / "datasets"
    everything = {
        "mode": mode,
        "places": _places(),
        "frameworks": described(packages),
        "datasets": str(datasets or ""),
        **settings,
    }
    # -P and -s instead of -I: the environment is ours, and its seed of hashes must hold, so that a
    # submission that depends on the order of a set has one result.
    # -S: files in site-packages may put this very checkout on the path.
    flags = ("-P", "-s", "-S", "-B", "-X", "utf8")
    return [sys.executable, *flags, str(_PROGRAM), json.dumps(everything)]


def environment(folder: Path, packages: Sequence[str] = ()) -> dict[str, str]:
    """Return the whole environment of a worker that works in `folder` and has `packages`."""
    keras = {"KERAS_BACKEND": keras_backend()} if "keras" in packages else {}
    return {
        **(_QUIET if packages else {}),
        **keras,
        **{name: os.environ[name] for name in KERNELS if name in os.environ},
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(_font_cache(folder)),
        "PYTHONHASHSEED": "0",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }


def bounds(limits: Limits) -> dict[str, Any]:
    """Return the limits of one process, for the worker."""
    named = {field.name: getattr(limits, field.name) for field in fields(Bounds)}
    return named | {"cpu_seconds": limits.submission_seconds}


def last_words(complaints: bytes) -> str:
    """Return the last line that a program wrote, after a colon; nothing if it wrote none."""
    lines = complaints.decode(errors="replace").strip().splitlines()
    return f": {lines[-1]}" if lines else ""


def _places() -> list[str]:
    """Return the folders in which the student's packages are installed."""
    places = []
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise IsolationError(f"the package {name} is not installed here")
        places.append(str(Path(spec.origin).resolve().parent.parent))
    return list(dict.fromkeys(places))


def _font_cache(folder: Path) -> Path:
    """Return the folder of matplotlib's list of fonts; making a new list takes a second."""
    cache_folder = platformdirs.user_cache_path("nudge-kit") / "matplotlib"
    try:
        cache_folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder
    return cache_folder


def described(packages: Sequence[str]) -> dict[str, Any]:
    """Return the description of frameworks that a worker needs: where they are installed.

    They, what they require, and nothing else that is installed there.

    Parameters
    ----------
    packages : sequence of str
        The names that they are imported by; all of them are installed.

    Returns
    -------
    dict
        The `packages`; the top-level `names` of their parts and requirements; the `paths`
        of these; and the `places` in which they are installed.

    Raises
    ------
    IsolationError
        If pip does not know of one.
    """
    paths = {
        Path(str(distribution.locate_file(entry)))
        for distribution in _needed(packages)
        for entry in {file.parts[0] for file in distribution.files or ()}
        # Programs are installed elsewhere, and nobody reads a package's metadata.
        if entry not in ("..", "__pycache__") and not entry.endswith((".dist-info", ".pth"))
    }
    return {
        "packages": list(packages),
        "names": sorted({path.name.partition(".")[0] for path in paths}),
        "paths": sorted(map(str, paths)),
        "places": sorted({str(path.parent) for path in paths}),
    }


def _needed(packages: Sequence[str]) -> Iterator[Distribution]:
    """Yield the distributions of these packages, and of all that they require."""
    waiting = []
    for package in packages:
        if package not in _distributions():
            raise IsolationError(
                f"{package} is here, but pip does not know of it; install it with pip"
            )
        waiting += _distributions()[package]
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


@cache
def _distributions() -> dict[str, list[str]]:
    # It reads the list of files of every installed package.
    return dict(importlib.metadata.packages_distributions())
