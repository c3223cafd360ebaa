"""Runs this folder's tests as a user without privileges: `python -m tests.attacks.unprivileged`.

Root starts them as user and group 65534, with a Python that everybody may run: this one, or the
system's of the same version, which can load the same packages.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.attacks.registry import ROOT

__all__ = ["NOBODY", "run", "why_not"]

NOBODY: Final = 65534
_FOLDERS: Final = (
    *("autograder", "solutions", "exercises", "datasets", "examples", "tests/attacks"),
    *("tests/without_store.py", "docs", "course.toml", "pyproject.toml", "conftest.py"),
)


def why_not() -> str:
    """Return why it cannot be done here, or nothing."""
    if os.geteuid() != 0:
        return "only root can become another user, and this run is without privileges as it is"
    if _python() is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"there is no Python {version} that every user may run"
    return ""


def run(arguments: Sequence[str], timeout: float) -> subprocess.CompletedProcess[str]:
    """Run pytest with `arguments` on a copy of this checkout, as nobody."""
    # Not where TMPDIR may point by now: nobody has to find the way there.
    with tempfile.TemporaryDirectory(prefix="nobody-", dir="/tmp") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        checkout = folder / "checkout"
        _copy(checkout)
        home = folder / "home"
        home.mkdir()
        os.chown(home, NOBODY, NOBODY)
        return subprocess.run(
            [str(_python()), "-m", "pytest", "-p", "no:cacheprovider", *arguments],
            cwd=checkout,
            env=_environment(checkout, home),
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )


def _copy(checkout: Path) -> None:
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


def _environment(checkout: Path, home: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": os.pathsep.join((str(checkout), sysconfig.get_path("purelib"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
    }


def _python() -> str | None:
    """Return a Python of this version that nobody may run, and that has the kit's packages."""
    for candidate in _candidates():
        try:
            ended = subprocess.run(
                [candidate, "-c", "import sys, numpy, pytest; print(sys.version_info[:2])"],
                env={"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"},
                cwd="/",
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                check=False,
            )
        except OSError:
            continue
        if ended.returncode == 0 and ended.stdout.strip() == str(tuple(sys.version_info[:2])):
            return candidate
    return None


def _candidates() -> Iterator[str]:
    yield sys.executable
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in ("/usr/bin", "/usr/local/bin"):
        yield f"{folder}/{name}"


if __name__ == "__main__":
    if reason := why_not():
        sys.exit(reason)
    ended = run(["tests/attacks", "-m", "slow or not slow", *sys.argv[1:]], timeout=1800)
    print(ended.stdout)
    sys.exit(ended.returncode)
