"""The server: how it starts, what it leaves behind, and what it says when it cannot."""

import os
import select
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.isolation import ForkServer, IsolationError
from tests.isolation.doors import LIMITS

_SOURCE = {"exercises.e07_dense": b"import os\ndef f(): return os.getcwd()"}


def _processes_in(folder: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if str(entry.readlink()).startswith(folder):
                found.append(str(entry))
        except OSError:
            continue
    return found


def test_nothing_of_a_session_is_left_when_it_closes(server: ForkServer) -> None:
    with server.open(_SOURCE) as session:
        folder = session.caller("exercises.e07_dense").call("f", []).value
        assert len(_processes_in(folder)) == 1
        assert Path(folder).is_dir()
    assert _processes_in(folder) == []
    assert not Path(folder).exists()


def test_nothing_of_a_server_is_left_when_it_stops() -> None:
    with ForkServer(LIMITS) as server:
        session = server.open(_SOURCE)
        folder = session.caller("exercises.e07_dense").call("f", []).value
        top = Path(folder).parents[1]
    assert _processes_in(str(top)) == []
    assert not top.exists()
    session.close()


def test_a_fork_of_the_trusted_side_keeps_no_server_alive() -> None:
    with ForkServer(LIMITS) as server:
        program = server._program
        fork = os.fork()
        if fork == 0:
            signal.pause()  # with the server's socket open
            os._exit(0)
    os.kill(fork, signal.SIGKILL)
    os.waitpid(fork, 0)
    assert program is not None
    assert program.returncode == 0  # it ended by itself


_TRUSTED = """
import sys
from autograder.course import Limits
from autograder.isolation import ForkServer
server = ForkServer(Limits())
server.start()
session = server.open({"exercises.a": b"import os\\ndef f(): return os.getcwd()"})
print(session.caller("exercises.a").call("f", []).value, flush=True)
sys.stdin.read()
"""


def test_everything_ends_when_the_trusted_process_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _TRUSTED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
    ) as trusted:
        assert trusted.stdout is not None
        folder = trusted.stdout.readline().strip()
        processes = [
            os.pidfd_open(int(Path(entry).parent.name))
            for entry in _processes_in(str(Path(folder).parent))
        ]
        assert len(processes) >= 2
        trusted.send_signal(signal.SIGKILL)
    for handle in processes:
        # A pidfd becomes readable when its process ends.
        with os.fdopen(handle) as open_handle:
            waiting = select.poll()
            waiting.register(open_handle, 1)
            assert waiting.poll(5000)


def test_every_layer_holds_here_or_says_why_not(server: ForkServer) -> None:
    assert sorted(server.layers) == [
        *("disk", "landlock", "namespaces", "privileges", "rlimits", "root", "seccomp"),
    ]
    assert server.layers["rlimits"] == ""


def test_several_threads_can_share_a_server(server: ForkServer) -> None:
    answers: list[Answer] = []

    def grade() -> None:
        with server.open(_SOURCE) as session:
            answers.append(session.caller("exercises.e07_dense").call("f", []))

    threads = [threading.Thread(target=grade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [CallStatus.RETURNED] * 4
    assert len({answer.value for answer in answers}) == 4


def test_a_call_without_a_server_is_the_kits_fault() -> None:
    session = ForkServer(LIMITS).open(_SOURCE)
    with pytest.raises(IsolationError, match="not running"):
        session.caller("exercises.e07_dense").call("f", [])


def test_a_dead_server_is_the_kits_fault() -> None:
    with ForkServer(LIMITS) as server:
        with server.open(_SOURCE) as session:
            folder = session.caller("exercises.e07_dense").call("f", []).value
        for entry in _processes_in(str(Path(folder).parent)):
            os.kill(int(Path(entry).parent.name), signal.SIGKILL)
        with pytest.raises(IsolationError, match="does not answer"):
            server.open(_SOURCE).caller("exercises.e07_dense").call("f", [])


def test_an_interpreter_that_does_not_start_is_the_kits_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(IsolationError, match="did not start"):
        ForkServer(LIMITS).start()


_CLUTTER = b"""
import os
def f():
    os.umask(0o777)
    os.makedirs("a", mode=0)
    open("file", "w").close()
    try:
        os.symlink("/", "link")
    except PermissionError:
        pass
    return os.environ["TMPDIR"]
"""


# The filter refuses links, so there is one where it is left out.
@pytest.mark.parametrize("without", [(), ("namespaces",), ("seccomp",), ("namespaces", "seccomp")])
def test_the_files_of_a_session_are_removed(without: tuple[str, ...]) -> None:
    with ForkServer(LIMITS, without) as server:
        with server.open({"exercises.e07_dense": _CLUTTER}) as session:
            folder = session.caller("exercises.e07_dense").call("f", []).value
        assert not Path(folder).exists()
    assert Path("/bin").exists()


_SURVIVOR = b"""
import os, time
def f():
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.waitpid(child, 0)
    return os.getcwd()
"""


@pytest.mark.parametrize("without", [("seccomp",), ("seccomp", "namespaces")])
def test_a_process_left_behind_dies_with_its_session(
    without: tuple[str, ...],
) -> None:
    with ForkServer(LIMITS, without) as server:
        with server.open({"exercises.e07_dense": _SURVIVOR}) as session:
            folder = session.caller("exercises.e07_dense").call("f", []).value
            assert len(_processes_in(folder)) > 1
        assert _processes_in(folder) == []


@pytest.mark.parametrize("without", [("landlock", "seccomp"), ("namespaces",)])
def test_a_layer_that_is_left_out_is_reported(without: tuple[str, ...]) -> None:
    with ForkServer(LIMITS, without) as server:
        assert [server.layers[name] for name in without] == ["left out"] * len(without)


def test_without_a_disk_of_its_own_a_session_is_watched() -> None:
    source = b"""
import ctypes, mmap, os, platform, threading
def large():
    while True:
        for part in range(10):
            with open(f"part{part}", "wb") as file:
                file.write(bytes(2**20))
def many():
    for number in range(10**6):
        open(f"file{number}", "w").close()
held = []
def removed(is_mapped):
    while True:
        try:
            with open("part", "w+b") as file:
                file.write(bytes(2**20))
                file.flush()
                os.unlink("part")
                held.append(mmap.mmap(file.fileno(), 4096) if is_mapped else os.dup(file.fileno()))
        except OSError:
            pass  # no more may be open; on a busy machine that is before anybody looks
def behind():
    threading.Thread(target=removed, args=[False]).start()
    ctypes.CDLL(None).syscall(60 if platform.machine() == "x86_64" else 93, 0)  # of this thread
def deep():
    for _ in range(30):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    open("file", "w").close()
    while True:
        pass
"""
    limits = replace(LIMITS, disk_mb=4, files=50, cpu_seconds=3.0, wall_seconds=6.0)
    with (
        ForkServer(limits, without=("disk",)) as server,
        server.open({"exercises.e07_dense": source}) as session,
    ):
        student = session.caller("exercises.e07_dense")
        assert student.call("large", []).text == "wrote more than 4 MB of files in `large`"
        assert student.call("many", []).text == "made more than 50 files in `many`"
        for is_mapped in (False, True):
            answer = student.call("removed", [is_mapped])
            assert answer.text == "wrote more than 4 MB of files in `removed`"
        assert student.call("behind", []).text == "wrote more than 4 MB of files in `behind`"
        hidden = "made folders that cannot be looked through in `deep`"
        assert student.call("deep", []).text == hidden
