"""A session beside other work: a busy processor, a call that is killed, threads of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from autograder.calls.answer import CallStatus
from autograder.isolation import Budget, ForkServer, IsolationError, allowance, usage
from tests.isolation.doors import LIMITS, Open

MODULE = "exercises.e07_dense"
LOOP = "def f(): return 1\ndef loop():\n    while True: pass"


@pytest.fixture
def busy() -> Iterator[None]:
    """Keep this process to one processor, shared with five busy loops."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(5)]
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
        for loop in loops:
            loop.kill()
            loop.wait()


@pytest.mark.usefixtures("busy")
def test_a_submission_on_a_busy_processor_loses_no_call() -> None:
    budget = Budget(1.5)
    source = b"def f(): return sum(range(1_000_000))"
    with ForkServer(LIMITS) as server, server.open({MODULE: source}, budget=budget) as session:
        begun = time.monotonic()
        while time.monotonic() < begun + 2.0:  # it gets half of the processor, or less
            answer = session.call(MODULE, "f", [])
            assert (answer.status, answer.text) == (CallStatus.RETURNED, "")
    assert budget.left > 0
    assert session.lost_to_load == 0


@pytest.mark.usefixtures("busy")
def test_threads_of_its_own_give_a_submission_no_more_time() -> None:
    budget = Budget(0.5)
    source = b"""
import hashlib, threading
def loop():  # without the interpreter's lock
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
def f():
    for _ in range(3): threading.Thread(target=loop).start()
    loop()
"""
    limits = replace(LIMITS, cpu_seconds=60.0, wall_seconds=60.0, memory_mb=2048)
    with ForkServer(limits) as server, server.open({MODULE: source}, budget=budget) as session:
        assert session.call(MODULE, "f", []).text == "this submission used its 0.5 s"
    assert session.lost_to_load == 0


@pytest.mark.parametrize("kills", [0, 1])
def test_a_kill_is_the_machine_s_where_the_system_counts_it(
    open_session: Open, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    def kill() -> int:
        assert session.pid is not None
        os.kill(session.pid, signal.SIGKILL)
        monkeypatch.setattr(allowance, "memory_kills", lambda: before + kills)
        return 1

    before = usage.memory_kills()
    monkeypatch.setattr(allowance, "memory_kills", lambda: before)

    session = open_session(
        {"exercises.e04_sigmoid": {"sigmoid": kill}},
        e07_dense="from e04_sigmoid import sigmoid\ndef f(): return sigmoid()\ndef g(): return 2",
    )
    assert "out of memory, or killed from outside" in session.call(MODULE, "f", []).text
    assert session.lost_to_load == kills
    assert session.call(MODULE, "g", []).value == 2


@pytest.mark.parametrize("met_load", [False, True])
def test_time_that_load_may_have_used_up_is_lost_in_each_call(
    open_session: Open, monkeypatch: pytest.MonkeyPatch, met_load: bool
) -> None:
    monkeypatch.setattr(Budget, "met_load", met_load)
    session = open_session(budget=Budget(0.2), e07_dense=LOOP, e08_conventions=LOOP)
    session.call(MODULE, "loop", [])
    session.call("exercises.e08_conventions", "f", [])
    assert session.lost_to_load == (2 if met_load else 0)


@pytest.mark.parametrize(
    "end",
    [
        "while True: pass",
        "os._exit(1)",
        "os._exit(70)",
        "os.abort()",
        "time.sleep(9)",
    ],
)
def test_what_a_call_does_itself_is_not_the_machine(open_session: Open, end: str) -> None:
    session = open_session(e07_dense=f"import os, time\ndef f():\n    {end}")
    assert session.call(MODULE, "f", []).status is CallStatus.STOPPED
    assert session.lost_to_load == 0


def test_a_worker_that_is_not_confined_is_no_answer_of_a_student(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(e07_dense="def f(): return 1")
    monkeypatch.setattr(tempfile, "mkdtemp", lambda dir: f"{dir}/that-nobody-made")  # noqa: A006
    with pytest.raises(IsolationError, match="ended before it was confined"):
        session.call(MODULE, "f", [])


def test_what_a_worker_prints_first_is_not_a_student_s(open_session: Open) -> None:
    session = open_session(e07_dense="print('one', end='')\ndef f(): return 1")
    assert session.call(MODULE, "f", []).value == 1
    assert session.close().stdout == "one"


# A full disk


def disk(free: int) -> SimpleNamespace:
    """Return a `shutil` that finds so many bytes left on a disk."""
    return SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=free))


@pytest.fixture
def on_disk() -> Iterator[ForkServer]:
    """Return a server whose sessions have their folders on the machine's disk."""
    with ForkServer(LIMITS, without=["disk"]) as server:
        yield server


@pytest.mark.parametrize("error", ["OSError(28, 'No space left on device')", "ValueError('no')"])
def test_a_full_disk_is_no_answer_of_a_student(
    on_disk: ForkServer, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    source = f"def f(): raise {error}".encode()
    with on_disk.open({MODULE: source}) as session:
        monkeypatch.setattr(allowance, "shutil", disk(free=10 * 2**20))
        assert session.call(MODULE, "f", []).status is CallStatus.RAISED
        monkeypatch.setattr(allowance, "shutil", disk(free=4096))
        if error.startswith("OSError"):
            with pytest.raises(IsolationError, match="is full"):
                session.call(MODULE, "f", [])
        else:
            assert session.call(MODULE, "f", []).status is CallStatus.RAISED
