"""The same guarantees for an account without privileges, tried as one."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.student_folder import ROOT

_NOBODY = 65534
_PACKAGES = ("numpy", "matplotlib", "platformdirs", "click", "rich")
_DIAGNOSE = """
import json, os
from autograder.isolation.diagnosis import diagnose
found = diagnose()
failed = [f"{t.layer}: {t.tried}: {t.found}" for t in found.trials if not t.holds]
print(json.dumps({"user": os.geteuid(), "strict": found.strict_holds, "failed": failed}))
"""
_SESSION = """
import json, os
from autograder.course import Limits
from autograder.isolation import open_isolation
source = b'''
import os
import matplotlib.pyplot as plt
def f(x):
    plt.plot([x])
    plt.savefig("picture.png")
    return x + 1, os.path.getsize("picture.png") > 0
'''
for mode in ("strict", "process"):
    with open_isolation(mode, Limits(cpu_seconds=5, wall_seconds=10)) as isolation:
        with isolation.open({"exercises.e01_all": source}) as session:
            answer = session.caller("exercises.e01_all").call("f", [1])
            print(json.dumps([answer.text, list(answer.value or ())]))
print(json.dumps(os.listdir(os.environ["TMPDIR"])))
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="needs root, to become somebody else; as anybody else all other tests show the same",
)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Return a folder that everybody can read, with the kit in it."""
    with tempfile.TemporaryDirectory(prefix="unprivileged-", dir="/tmp") as folder:
        found = Path(folder)
        skip = shutil.ignore_patterns("__pycache__")
        for name in ("autograder", "datasets"):
            shutil.copytree(ROOT / name, found / name, ignore=skip)
        for path in (found, *found.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (found / "tmp").mkdir(mode=0o777)
        (found / "tmp").chmod(0o777)
        yield found


@pytest.fixture(scope="module")
def interpreter(place: Path) -> list[str]:
    """Return an interpreter that nobody can run with the packages of this one."""
    specs = (importlib.util.find_spec(name) for name in _PACKAGES)
    packages = {str(Path(spec.origin).parent.parent) for spec in specs if spec and spec.origin}
    path = os.pathsep.join([str(place), *sorted(packages)])
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (
        Path(sys.executable),
        Path("/usr/bin") / version,
        Path("/usr/local/bin") / version,
    ):
        command = ["env", f"PYTHONPATH={path}", str(candidate)]
        if _as_nobody(place, [*command, "-c", f"import {', '.join(_PACKAGES)}"]).returncode == 0:
            return command
    pytest.skip("another account can read no interpreter with numpy and matplotlib here")


def _as_nobody(place: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    scratch = str(place / "tmp")
    return subprocess.run(
        command,
        user=_NOBODY,
        group=_NOBODY,
        extra_groups=[],
        env={"HOME": scratch, "TMPDIR": scratch, "PATH": os.defpath},
        cwd=scratch,
        capture_output=True,
        text=True,
        check=False,
    )


def test_strict_holds_for_an_account_without_privileges(
    place: Path, interpreter: list[str]
) -> None:
    done = _as_nobody(place, [*interpreter, "-c", _DIAGNOSE])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["user"], told["strict"], told["failed"]) == (_NOBODY, True, [])


def test_both_modes_work_for_an_account_without_privileges(
    place: Path, interpreter: list[str]
) -> None:
    done = _as_nobody(place, [*interpreter, "-c", _SESSION])
    assert done.returncode == 0, done.stderr
    strict, process, left = map(json.loads, done.stdout.splitlines())
    assert strict == process == ["", [2, True]]
    assert [name for name in left if name.startswith("nudge-")] == []
