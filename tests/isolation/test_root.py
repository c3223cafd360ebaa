"""If a root of its own cannot be built, nothing changes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.isolation import ForkServer
from tests.isolation.doors import LIMITS
from tests.student_folder import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts are Linux's")

_FAILING = """
import json, os, sys
from pathlib import Path
from autograder.worker.layers import kernel, mounts, namespaces
place, own, broken = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if namespaces.enter():
    print(json.dumps(None))
    sys.exit()
namespaces.keep_mounts()
def refuse(*_):
    raise PermissionError(1, "refused here")
setattr(mounts, broken, refuse)
before = Path("/proc/self/mountinfo").read_text()
reason = mounts.enter_root(place, [Path("/usr/lib"), Path("/lib")], own)
same = before == Path("/proc/self/mountinfo").read_text()
print(json.dumps([reason, same, os.path.exists("/etc/passwd"), os.getcwd()]))
"""


@pytest.mark.parametrize("broken", ["_bind", "_cover", "_seal", "_linked"])
def test_the_old_root_stays_where_a_step_fails(tmp_path: Path, broken: str) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "own").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _FAILING, tmp_path / "place", tmp_path / "own", broken],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    if found is None:
        pytest.skip("this machine allows no namespaces")
    reason = "this machine allows no root of one's own (refused here)"
    assert found == [reason, True, True, str(ROOT)]


_REPORT = """
import sys
from autograder.worker.layers import mounts, report
if sys.argv[1]:
    def refuse(*_):
        raise PermissionError(1, "refused here")
    setattr(mounts, sys.argv[1], refuse)
print(report.absent()["root"])
"""


@pytest.mark.parametrize("broken", ["", "_build", "_pivot"])
def test_a_layer_report_finds_out_by_entering_it(tmp_path: Path, broken: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _REPORT, broken],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path)},
    )
    with ForkServer(LIMITS) as server:
        held = not server.layers["root"]
    if not held and not broken:
        pytest.skip("this machine allows no root of one's own")
    wanted = "this machine allows no root of one's own (refused here)" if broken else ""
    assert held is False or done.stdout.strip() == wanted
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left_out", ["root", "namespaces"])
def test_a_session_works_without_it(left_out: str) -> None:
    with (
        ForkServer(LIMITS, without=(left_out,)) as server,
        server.open({"exercises.e07_dense": b"def f(): return 1"}) as session,
    ):
        assert server.layers["root"]
        assert session.caller("exercises.e07_dense").call("f", []).value == 1
