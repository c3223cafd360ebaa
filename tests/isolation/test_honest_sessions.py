"""Honest sessions meet no refusal of the filter: here one would end their process."""

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.calls.answer import CallStatus
from autograder.cli.main import main
from autograder.course import Limits
from autograder.isolation import ForkServer

_ROOT = Path(__file__).resolve().parents[2]
_ALTERNATIVES = _ROOT / "tests" / "alternatives"
_HONEST = Limits(
    cpu_seconds=60, wall_seconds=120, submission_seconds=600, memory_mb=1024, disk_mb=64, files=200
)
pytestmark = pytest.mark.process

Grade = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Path(__file__).with_name("fatal_refusals.py")
    monkeypatch.setattr("autograder.isolation.program._PROGRAM", program)


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    def graded(submissions: Path) -> list[dict[str, Any]]:
        out = tmp_path / "out"
        arguments = ["grade", str(submissions), "--course", str(_ROOT), "--out", str(out)]
        done = CliRunner().invoke(main, [*arguments, "--jobs", "1"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        book = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = book["submissions"]
        return found

    return graded


@pytest.fixture
def tried() -> Iterator[Callable[[str], None]]:
    with ForkServer(_HONEST) as server:

        def ran(body: str) -> None:
            source = f"def f():\n{textwrap.indent(textwrap.dedent(body), '    ')}\n    return 1\n"
            with server.open({"exercises.e04_sigmoid": source.encode()}) as session:
                answer = session.caller("exercises.e04_sigmoid").call("f", [])
            assert answer.status is CallStatus.RETURNED, answer.text

        yield ran


def test_a_refusal_would_be_seen(tried: Callable[[str], None]) -> None:
    with pytest.raises(AssertionError, match="ended by signal 31"):
        tried("import socket\ntry:\n    socket.socket()\nexcept OSError:\n    pass")


def test_the_solutions_are_refused_nothing(grade: Grade, tmp_path: Path) -> None:
    _copy(_ROOT / "solutions", tmp_path / "class" / "right")
    [right] = grade(tmp_path / "class")
    assert right["total"] == right["possible"] > 0


@pytest.mark.slow
def test_the_alternatives_are_refused_nothing(grade: Grade, tmp_path: Path) -> None:
    for exercise in _ALTERNATIVES.iterdir():
        for number, path in enumerate(sorted(exercise.glob("*.py"))):
            student = tmp_path / "class" / f"way{number}"
            if not student.exists():
                _copy(_ROOT / "solutions", student)
            shutil.copy(path, student / f"{exercise.name}.py")
    ways = grade(tmp_path / "class")
    # A few do more by hand than a call may take, and say so.
    assert all(way["total"] > 0.95 * way["possible"] > 0 for way in ways)
    assert len(ways) > 3
    assert "ended by signal" not in json.dumps(ways)


WORK = {
    "files": """
        import os, pathlib, shutil, tempfile
        import numpy as np
        np.save("w.npy", np.eye(3)); np.load("w.npy", mmap_mode="r")
        np.savez("w.npz", a=np.eye(3)); np.load("w.npz")["a"]
        with open("log.txt", "a") as log:
            log.write("x")
            log.flush()
            os.fsync(log.fileno())
            log.truncate(0)
        pathlib.Path("dir/below").mkdir(parents=True)
        os.rename("log.txt", "dir/log.txt")
        shutil.move("dir/log.txt", "moved.txt")
        shutil.copyfile("moved.txt", "copy.txt")
        os.remove("copy.txt")
        list(pathlib.Path(".").rglob("*")), os.getcwd(), os.chdir("dir"), os.path.realpath(".")
        shutil.rmtree("below")
        with tempfile.TemporaryFile() as one, tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "x").write_text("y")
        shutil.disk_usage("."), shutil.get_terminal_size(), os.isatty(1), os.umask(0o77)
    """,
    "threads": """
        import threading, queue
        from concurrent.futures import ThreadPoolExecutor
        import numpy as np
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda size: np.ones((size, size)) @ np.ones((size, size)), (50, 60, 70)))
        waiting = threading.Timer(0.001, lambda: None)
        waiting.start()
        waiting.join()
        try:
            queue.Queue().get(timeout=0.001)
        except queue.Empty:
            pass
    """,
    "time": """
        import datetime, gc, os, random, resource, secrets, signal, sys, time, timeit, uuid
        time.sleep(0.001), time.time(), time.process_time(), time.thread_time(), os.times()
        time.get_clock_info("monotonic"), datetime.datetime.now(), time.localtime()
        timeit.timeit("1+1", number=10), resource.getrusage(0), resource.getrlimit(0)
        os.getpid(), os.getppid(), os.cpu_count(), os.uname(), os.urandom(8), os.getuid()
        os.sched_getaffinity(0), os.getegid(), random.random(), secrets.token_hex(), uuid.uuid4()
        signal.signal(signal.SIGALRM, lambda *_: None), signal.alarm(1), signal.alarm(0)
        signal.raise_signal(signal.SIGALRM)
        gc.collect()
    """,
    "numpy": """
        import numpy as np, numpy.testing, numpy.ma, mmap, select
        np.linalg.svd(np.random.rand(60, 60)), np.linalg.eigh(np.eye(40)), np.fft.fft(np.ones(99))
        np.linalg.inv(np.eye(50)), np.random.default_rng().normal(size=3)
        large = np.ones((900, 900)) @ np.ones((900, 900))
        rows = [bytearray(10**6) for _ in range(50)]
        del large, rows
        mmap.mmap(-1, 4096).close(), select.select([], [], [], 0.001)
    """,
    "figures": """
        import numpy as np
        import matplotlib.pyplot as plt
        from matplotlib.animation import FuncAnimation, PillowWriter
        figure, axes = plt.subplots()
        axes.plot([1, 2, 3]), axes.imshow(np.eye(4)), axes.set_title("$x^2$")
        for ending in ("png", "pdf", "svg"):
            figure.savefig(f"a.{ending}")
        moving = FuncAnimation(figure, lambda frame: axes.plot([frame]), frames=2)
        moving.save("a.gif", writer=PillowWriter())
        plt.show()
    """,
}


@pytest.mark.parametrize("work", WORK)
def test_what_students_do_besides_is_refused_nothing(
    tried: Callable[[str], None], work: str
) -> None:
    tried(WORK[work])


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for path in source.glob("e*.py"):
        shutil.copy(path, target)
