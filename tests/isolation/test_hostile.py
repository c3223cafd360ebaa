"""Things that a submission must not be able to do; each costs that call alone."""

from pathlib import Path

import pytest

from autograder.calls.answer import CallStatus
from autograder.isolation import ForkServer
from tests.isolation.doors import LIMITS, Open, Submit

_GOOD = "\ndef good(): return 42\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "while True: pass",
            "stopped after 0.3 s of computing in `bad`; is there a loop that never ends?",
            id="endless loop",
        ),
        pytest.param(
            "time.sleep(60)",
            "stopped after 0.6 s of waiting in `bad`; does it sleep or wait for input?",
            id="sleep",
        ),
        pytest.param(
            "while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass",
            "stopped after 0.3 s of computing in `bad`",
            id="catches everything",
        ),
        pytest.param(
            "[signal.signal(s, signal.SIG_IGN) for s in signal.valid_signals() - {9, 19}]\n"
            "    while True: pass",
            "stopped after 0.3 s of computing in `bad`",
            id="ignores signals",
        ),
        pytest.param(
            "sum(itertools.repeat(1))", "stopped after 0.3 s of computing", id="loop in C"
        ),
        pytest.param(
            "os._exit(0)",
            "the process ended in `bad` (exit code 0); does it call exit?",
            id="exits",
        ),
        pytest.param(
            "ctypes.string_at(0)",
            "the process was ended by signal 11 (a crash inside a library) in `bad`",
            id="segfault",
        ),
        pytest.param(
            "os.abort()",
            "the process was ended by signal ",
            id="abort",
        ),
        pytest.param(
            "while True: print('x' * 1000)", "printed more than 1 MB in `bad`", id="prints"
        ),
        pytest.param(
            "while True: os.write(2, b'x')",
            "stopped after 0.3 s of computing in `bad`",
            id="prints by the byte",
        ),
        pytest.param(
            "os.close(3)\n    time.sleep(60)",
            "the process closed its connection in `bad`",
            id="closes",
        ),
        pytest.param(
            "threading.stack_size(2**16)\n    [threading.Thread(target=time.sleep, args=(60,),"
            " daemon=True).start() for _ in range(40)]\n    time.sleep(60)",
            "started more than 16 threads in `bad`",
            id="threads",
        ),
        pytest.param(
            "os.write(3, b'\\xff\\xff\\xff\\xff')",
            "the answer could not be read in `bad`",
            id="4 GB",
        ),
        pytest.param(
            "os.write(3, b'\\0\\0\\0\\x0f\\0\\0\\0\\x0b[0,0,0,0,0]')",
            "the process answered out of turn",
            id="None",
        ),
        pytest.param(
            "[os.write(fd, b'\\0\\0\\0\\3abc') for fd in range(1, 4)]",
            "the answer could not be read in `bad`",
            id="writes everywhere",
        ),
        pytest.param(
            "os.write(3, b'\\0\\0\\0')\n    time.sleep(60)",
            "stopped after 0.6 s of waiting in `bad`",
            id="half a frame",
        ),
    ],
)
def test_a_call_that_does_this_is_stopped_and_the_next_one_works(
    submit: Submit, body: str, text: str
) -> None:
    student = submit(
        "import ctypes, itertools, os, signal, sys, threading, time\n"
        f"def bad():\n    {body}\n{_GOOD}"
    )
    answer = student.call("bad", [])
    assert answer.status is CallStatus.STOPPED
    assert answer.text.startswith(text)
    assert student.call("good", []).value == 42


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param("os.fork()", "PermissionError", id="fork"),
        pytest.param("os.posix_spawn('/bin/true', ['true'], {})", "PermissionError", id="spawn"),
        pytest.param("subprocess.run(['true'])", "PermissionError", id="subprocess"),
        pytest.param("os.execv('/bin/true', ['true'])", "PermissionError", id="exec"),
        pytest.param("socket.socket()", "PermissionError", id="socket"),
        pytest.param("socket.socketpair()", "PermissionError", id="socketpair"),
        pytest.param("os.kill(os.getppid(), 9)", "PermissionError", id="kill the parent"),
        pytest.param("os.kill(-1, 9)", "PermissionError", id="kill all"),
        pytest.param("os.setsid()", "PermissionError", id="session"),
        pytest.param("os.mkfifo('pipe')", "PermissionError", id="fifo"),
        pytest.param("open('/usr/lib/os-release').read()", "PermissionError", id="read a file"),
        pytest.param("os.listdir('/')", "PermissionError", id="list a folder"),
        pytest.param("os.chmod('/etc', 0)", "PermissionError", id="mode of a file"),
        pytest.param("os.utime('/etc')", "PermissionError", id="times of a file"),
        pytest.param("os.memfd_create('memory')", "PermissionError", id="file in memory"),
        pytest.param("open('../planted', 'w')", "PermissionError", id="write elsewhere"),
        pytest.param("open('/tmp/planted', 'w')", "OSError|PermissionError", id="write to /tmp"),
        pytest.param("open('big', 'wb').write(bytes(2 * 2**20))", "OSError", id="big file"),
        pytest.param("[open('g', 'w') for _ in range(99)]", "OSError", id="descriptors"),
        pytest.param("bytearray(10**9)", "MemoryError", id="memory at once"),
        pytest.param("np.ones((10**5, 10**4))", "MemoryError", id="memory in NumPy"),
        pytest.param("a = []\n    while True: a.append(bytes(10**6))", "MemoryError", id="memory"),
        pytest.param("input()", "EOFError", id="input"),
        pytest.param("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "ValueError", id="limits"),
    ],
)
def test_a_refusal_of_the_system_is_an_exception(submit: Submit, body: str, error: str) -> None:
    student = submit(
        "import os, resource, socket, subprocess\nimport numpy as np\n"
        f"def bad():\n    {body}\n{_GOOD}"
    )
    answer = student.call("bad", [])
    assert answer.status is CallStatus.RAISED
    assert answer.error in error.split("|")
    assert student.call("good", []).value == 42


def test_a_process_that_stops_itself_costs_that_call_at_most(submit: Submit) -> None:
    student = submit("import os, signal\ndef f(): os.kill(os.getpid(), signal.SIGSTOP)" + _GOOD)
    student.call("f", [])
    assert student.call("good", []).value == 42


@pytest.mark.parametrize("path", ["/proc/self/maps", "/proc/1/environ", "/proc/self/fd/3"])
def test_nothing_of_proc_can_be_read(submit: Submit, path: str) -> None:
    answer = submit("def f(path): return open(path, 'rb').read()").call("f", [path])
    assert answer.error in ("PermissionError", "FileNotFoundError")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "open('big', 'wb').write(bytes(2 * 2**20))",
            "wrote a file of more than 1 MB",
            id="large file",
        ),
        pytest.param(
            "[open(f'{n}', 'wb').write(bytes(2**20 - 1)) for n in range(99)]",
            "its files take more than 4 MB, or are more than 50",
            id="many large files",
        ),
        pytest.param(
            "[open(f'{n}', 'wb').close() for n in range(99)]",
            "its files take more than 4 MB, or are more than 50",
            id="many files",
        ),
        pytest.param(
            "[open('g', 'w') for _ in range(99)]",
            "had more than 64 files open at once",
            id="descriptors",
        ),
        pytest.param(
            "os.fork()",
            "grading allows no other processes, no network, and no files but those that the "
            "code writes itself",
            id="fork",
        ),
        pytest.param("input('? ')", "input() was called; there is nobody to answer", id="input"),
    ],
)
def test_a_limit_is_explained_in_a_sentence(submit: Submit, body: str, text: str) -> None:
    student = submit(f"import os\nkept = []\ndef f():\n    kept.append({body})")
    assert student.call("f", []).text == text


def test_recursion_without_limit_costs_that_call_alone(submit: Submit) -> None:
    student = submit("import sys\ndef f():\n    sys.setrecursionlimit(10**9)\n    f()" + _GOOD)
    assert student.call("f", []).status in (CallStatus.STOPPED, CallStatus.RAISED)
    assert student.call("good", []).value == 42


def test_too_much_memory_is_reported_with_the_limit(submit: Submit) -> None:
    answer = submit("def f(): bytearray(10**9)").call("f", [])
    assert answer.text == "used more than 256 MB of memory"


def test_an_import_that_never_ends_is_reported_as_one(submit: Submit) -> None:
    answer = submit("while True: pass").call("f", [])
    assert answer.text == (
        "stopped after 0.3 s of computing while e07_dense.py was being imported; "
        "is there a loop that never ends?"
    )


def test_a_function_that_met_the_limit_once_gets_less_time(submit: Submit) -> None:
    student = submit("def f():\n    while True: pass" + _GOOD)
    texts = [student.call("f", []).text for _ in range(3)]
    assert ["after 0.3 s" in texts[0], *("after 0.1 s" in text for text in texts[1:])] == [True] * 3


def test_a_thread_that_speaks_between_calls_is_out_of_turn(submit: Submit) -> None:
    student = submit("""
        import os
        held = os.dup(3)
        def f():
            import threading
            spoken = threading.Event()
            class Last(float):
                pass
            import builtins
            real = os.write
            def write(fd, data):
                count = real(fd, data)
                real(held, b"\\0\\0\\0\\x0f\\0\\0\\0\\x0b[0,0,0,0,0]")
                return count
            os.write = write
            return 1
        def good(): return 42
    """)
    assert student.call("f", []).value == 1
    assert student.call("good", []).text == "the process answered out of turn in `good`"
    assert student.call("good", []).value == 42


def test_a_module_that_was_not_supplied_cannot_be_asked_for(submit: Submit) -> None:
    student = submit("""
        import gc
        def f():
            connection = next(o for o in gc.get_objects() if type(o).__name__ == "_Connection")
            return connection.supplied_function("exercises.e04_sigmoid", "sigmoid")(1)
    """)
    assert student.call("f", []).text == "the answer could not be read in `f`"


def test_a_trace_function_left_behind_harms_only_itself(submit: Submit) -> None:
    student = submit("""
        import sys
        def f():
            def trace(*args): raise ValueError
            sys.settrace(trace)
            return 1
        def good(): return 42
    """)
    assert student.call("f", []).status in (CallStatus.STOPPED, CallStatus.RAISED)


@pytest.mark.parametrize("name", ["pid", "mnt", "net", "ipc", "uts"])
def test_a_session_lives_in_namespaces_of_its_own(
    server: ForkServer, open_session: Open, name: str
) -> None:
    if server.layers["namespaces"]:
        pytest.skip(server.layers["namespaces"])
    session = open_session(e07_dense="def f(): pass")
    session.caller("exercises.e07_dense").call("f", [])
    link = Path("ns") / name
    assert (Path(f"/proc/{session.pid}") / link).readlink() != ("/proc/self" / link).readlink()


@pytest.mark.parametrize("name", ["pid", "mnt", "net", "ipc"])
def test_two_sessions_share_no_namespace(server: ForkServer, open_session: Open, name: str) -> None:
    if server.layers["namespaces"]:
        pytest.skip(server.layers["namespaces"])
    links = set()
    for _ in range(2):
        session = open_session(e07_dense="def f(): pass")
        session.caller("exercises.e07_dense").call("f", [])
        links.add(Path(f"/proc/{session.pid}/ns/{name}").readlink())
    assert len(links) == 2


def test_a_session_has_no_privilege(submit: Submit) -> None:
    student = submit("import os\ndef f(): os.chown('.', 1, 1)")
    assert student.call("f", []).error in ("PermissionError", "OSError")


@pytest.mark.parametrize(
    "path", [__file__, pytest.__file__, ForkServer.__init__.__code__.co_filename]
)
@pytest.mark.parametrize("without", [(), ("root",)])
def test_the_kit_and_its_neighbours_cannot_be_read(path: str, without: tuple[str, ...]) -> None:
    source = b"def f(path): return open(path).read()"
    with (
        ForkServer(LIMITS, without) as server,
        server.open({"exercises.e07_dense": source}) as session,
    ):
        answer = session.caller("exercises.e07_dense").call("f", [path])
        assert answer.error == ("PermissionError" if server.layers["root"] else "FileNotFoundError")


def test_sessions_do_not_share_folders(open_session: Open) -> None:
    first = open_session(
        e07_dense="import os\ndef f():\n    open('note', 'w').write('x')\n    return os.getcwd()"
    )
    folder = first.caller("exercises.e07_dense").call("f", []).value
    second = open_session(e07_dense=f"def f(): return open({folder + '/note'!r}).read()")
    answer = second.caller("exercises.e07_dense").call("f", [])
    assert answer.error in ("PermissionError", "FileNotFoundError")


_LOOKING = """
    import os
    def size(path): return os.stat(path).st_size
    def up(): return os.path.samefile("/", "/..") and os.path.exists("/../etc/passwd")
    def lazy():
        import matplotlib.pyplot as plt, numpy.ma, sqlite3
        plt.plot([1])
        plt.savefig("picture.svg")
        return os.path.getsize("picture.svg") > 0
"""


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/home", "/etc/hostname", __file__, pytest.__file__, "/usr/bin/env"]
)
def test_a_file_of_the_machine_is_not_there(server: ForkServer, submit: Submit, path: str) -> None:
    if server.layers["root"]:
        pytest.skip(server.layers["root"])
    assert submit(_LOOKING).call("size", [path]).error == "FileNotFoundError"


def test_there_is_no_way_up_from_the_root(server: ForkServer, submit: Submit) -> None:
    if server.layers["root"]:
        pytest.skip(server.layers["root"])
    assert submit(_LOOKING).call("up", []).value is False


def test_a_module_that_is_loaded_late_is_there(submit: Submit) -> None:
    answer = submit(_LOOKING).call("lazy", [])
    assert (answer.text, answer.value) == ("", True)
