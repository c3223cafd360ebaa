"""A checkout and a Python that an ordinary user can read, to run this folder's tests.

Root starts them as user and group 65534, with this Python, or with the system's of the same
version, which can load the same packages.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.attacks.registry import ROOT

__all__ = ["AS_NOBODY", "copy_checkout", "environment", "home_for", "python", "why_not"]

_NOBODY: Final = 65534
_PACKAGES: Final = str(Path(pytest.__file__).resolve().parents[1])
AS_NOBODY: Final[Mapping[str, Any]] = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
_FOLDERS: Final = (
    *("autograder", "solutions", "exercises", "datasets", "examples", "tests/attacks"),
    *(
        "tests/under_filter.py",
        "tests/without_store.py",
        "docs",
        "course.toml",
        "pyproject.toml",
        "conftest.py",
    ),
)


def why_not() -> str:
    """Return why root cannot become an ordinary user here, or nothing."""
    if not python():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"there is no Python {version} that every user may run"
    return ""


def copy_checkout(checkout: Path) -> None:
    """Copy what these tests need of this checkout, so that everybody can read it."""
    skip = shutil.ignore_patterns("__pycache__", ".*")
    for name in _FOLDERS:
        source = ROOT / name
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=skip)
        else:
            shutil.copy(source, checkout / name)
    for path in (checkout, *checkout.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def home_for(home: Path, is_nobody: bool) -> Path:
    """Make a home folder for somebody, and return it."""
    home.mkdir(parents=True)
    if is_nobody:
        os.chown(home, _NOBODY, _NOBODY)
    return home


def environment(checkout: Path, home: Path) -> dict[str, str]:
    """Return the whole environment of a run of these tests."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": os.pathsep.join((str(checkout), _PACKAGES)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
        # Cells run beside one another, and each has a core.
        "OPENBLAS_NUM_THREADS": "1",
    }


@functools.cache
def python() -> str:
    """Return a Python of this version that nobody may run, with the kit's packages; or nothing."""
    for candidate in _candidates():
        try:
            ended = subprocess.run(
                [candidate, "-c", "import sys, numpy, pytest; print(sys.version_info[:2])"],
                env={"PYTHONPATH": _PACKAGES, "PYTHONDONTWRITEBYTECODE": "1"},
                cwd="/",
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                check=False,
                **AS_NOBODY,
            )
        except OSError:
            continue
        if ended.returncode == 0 and ended.stdout.strip() == str(tuple(sys.version_info[:2])):
            return candidate
    return ""


def _candidates() -> Iterator[str]:
    yield sys.executable
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in ("/usr/bin", "/usr/local/bin"):
        yield f"{folder}/{name}"
