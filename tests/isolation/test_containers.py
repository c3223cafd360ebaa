"""Grading in a process that is under another filter already, as in any container."""

import errno
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.isolation import layer_report
from tests import under_filter

_ROOT = Path(__file__).resolve().parents[2]
_NUDGE = (sys.executable, "-c", "from autograder.cli.main import main; main()")
_LANDLOCK = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def strict_here() -> None:
    layer_report("strict")  # on a machine that cannot hold it, there is nothing to test here


def _graded(name: str | Mapping[str, int], folder: Path) -> tuple[int, str, str]:
    student = folder / "class" / "ada"
    student.mkdir(parents=True)
    right = (_ROOT / "solutions" / "e04_sigmoid.py").read_bytes()
    (student / "e04_sigmoid.py").write_bytes(right)
    wanted = ["--course", str(_ROOT), "--out", str(folder / "out"), "--only", "e04", "--jobs", "1"]
    ended = under_filter.run(name, [*_NUDGE, "grade", str(student.parent), *wanted], cwd=_ROOT)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("name", ["allow-all", "container"])
def test_strict_grades_under_a_filter(name: str, tmp_path: Path) -> None:
    code, _, stderr = _graded(name, tmp_path)
    assert (code, stderr) == (0, "")
    book = json.loads((tmp_path / "out" / "gradebook.json").read_text(encoding="utf-8"))
    [ada] = book["submissions"]
    assert ada["total"] == ada["possible"] > 0
    held = "strict: privileges, rlimits, landlock, seccomp"
    assert book["record"]["isolation"].startswith(held)
    assert ("namespaces absent" in book["record"]["isolation"]) == (name == "container")


@pytest.mark.parametrize("call", [*_LANDLOCK, "prctl", "pidfd_open"])
@pytest.mark.parametrize("failure", [errno.EPERM, errno.ENOSYS])
def test_a_call_that_the_container_refuses_is_named(
    call: str, failure: int, tmp_path: Path
) -> None:
    code, stdout, stderr = _graded({call: failure}, tmp_path)
    assert (code, stdout) == (2, "")
    lacking, *advice = stderr.splitlines()
    assert "strict isolation cannot hold" in lacking
    assert f"{call}(PR_SET_SECCOMP) is" in lacking or f"({call} is refused" in lacking
    told = "\n".join(advice)
    for word in ("Docker, Podman", "Kubernetes", "JupyterHub", "docs/containers.md"):
        assert word in told
    assert not list((tmp_path / "out").glob("gradebook.*"))


def test_a_landlock_that_is_switched_off_is_no_containers_fault(tmp_path: Path) -> None:
    code, _, stderr = _graded({"landlock_create_ruleset": errno.EOPNOTSUPP}, tmp_path)
    assert code == 2
    assert "Landlock is switched off" in stderr
    assert "Docker" not in stderr


def test_the_doctor_finds_what_a_container_lacks() -> None:
    ended = under_filter.run("container", [*_NUDGE, "doctor", "--json"], cwd=_ROOT)
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["strict"]) == (0, True)
    lacks = {trial["layer"] for trial in told["trials"] if not trial["holds"]}
    assert lacks == {"namespaces", "disk", "root"}


@pytest.mark.parametrize("call", ["landlock_restrict_self", "prctl", "pidfd_open"])
def test_the_doctor_says_what_the_container_must_allow(call: str) -> None:
    ended = under_filter.run({call: errno.EPERM}, [*_NUDGE, "doctor"], cwd=_ROOT)
    assert (ended.returncode, ended.stderr) == (1, "")
    told = " ".join(ended.stdout.split())
    assert re.search(rf"{call}(\(PR_SET_SECCOMP\))? is refused", told)
    assert "--security-opt seccomp=nudge.json" in told
