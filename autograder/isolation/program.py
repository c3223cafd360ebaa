"""The worker's command line and its environment: what the untrusted side starts with."""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import platformdirs

from autograder.course.limits import Limits
from autograder.isolation import frameworks
from autograder.isolation.errors import IsolationError

__all__ = ["KERNELS", "bounds", "command", "environment"]

_HERE: Final = Path(__file__).resolve().parent
_PROGRAM: Final = _HERE.parent / "worker"
_CHECKOUT: Final = _HERE.parent.parent
# They choose the kernels that NumPy computes with, on processors that need it: the same choice
# holds where a student's code runs, or the last bits of a result would differ.
KERNELS: Final = (
    *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_CBWR"),
    *("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES"),
)
_PACKAGES: Final = ("numpy", "matplotlib", "PIL", "dateutil", "kiwisolver")


def command(
    mode: str, packages: Sequence[str] = (), datasets: Path | None = None, **settings: Any
) -> list[str]:
    """Return the command that starts the worker.

    Parameters
    ----------
    mode : str
        `server`, `single` or `report`; see `worker/__main__.py`.
    packages : sequence of str
        What it has besides NumPy, matplotlib and the digits.
    datasets : Path, optional
        The folder of the course's package `datasets`; by default the one beside the engine, if
        the engine is part of a course.
    settings : object
        What the mode needs to know.
    """
    if datasets is None and (_CHECKOUT / "course.toml").is_file():
        datasets = _CHECKOUT / "datasets"
    described = {
        "mode": mode,
        "places": list(_places()),
        "frameworks": frameworks.described(packages),
        "datasets": str(datasets or ""),
        **settings,
    }
    # -P and -s where one might expect -I: the environment is ours, and the seed of hashes in it
    # has to hold, so that a submission that depends on the order of a set has one result.
    # -S: what site-packages start up may put this very checkout on the path.
    flags = ("-P", "-s", "-S", "-B", "-X", "utf8")
    return [sys.executable, *flags, str(_PROGRAM), json.dumps(described)]


def environment(folder: Path, packages: Sequence[str] = ()) -> dict[str, str]:
    """Return the whole environment of a worker that works in `folder` and has `packages`."""
    kernels = {name: os.environ[name] for name in KERNELS if name in os.environ}
    return (
        frameworks.environment(packages)
        | kernels
        | {
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(_font_cache(folder)),
            "PYTHONHASHSEED": "0",
            "HOME": str(folder),
            "TMPDIR": str(folder),
        }
    )


def bounds(limits: Limits) -> dict[str, Any]:
    """Return what a process under `limits` may use, as the worker is told it."""
    return {
        "cpu_seconds": float(limits.submission_seconds),
        "memory_mb": limits.memory_mb,
        "processes": limits.processes,
        "file_mb": float(limits.file_mb),
        "open_files": limits.open_files,
        "disk_mb": float(limits.disk_mb),
        "files": limits.files,
    }


def _places() -> Iterator[str]:
    """Yield the folders in which the packages that a student's code has are installed."""
    seen = set()
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise IsolationError(f"the package {name} is not installed here")
        place = str(Path(spec.origin).resolve().parent.parent)
        if place not in seen:
            seen.add(place)
            yield place


def _font_cache(folder: Path) -> Path:
    """Return where matplotlib keeps its list of fonts; to make it anew takes a second."""
    kept = platformdirs.user_cache_path("nudge-kit") / "matplotlib"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder
    return kept
