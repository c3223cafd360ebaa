"""The diagnosis of this machine: everything that strict isolation must refuse, tried from inside.

A worker is started as for a submission, and code like a student's tries what must not work. No
version is read and no feature asked for: a row says what was tried, and what happened. The worker
has the machine's own root, so that Landlock has something to refuse. A second worker, without
Landlock and seccomp, shows what namespaces and a root of its own hold by themselves.
"""

import os
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.calls.answer import Answer, CallStatus
from autograder.course import Limits
from autograder.isolation.forkserver import ForkServer
from autograder.isolation.program import KERNELS
from autograder.isolation.requirement import REQUIRED
from autograder.isolation.session import ModuleCaller

__all__ = ["Diagnosis", "Trial", "diagnose"]

_LIMITS: Final = Limits(
    cpu_seconds=0.5,
    wall_seconds=2.0,
    submission_seconds=60.0,
    memory_mb=256,
    file_mb=1.0,
    open_files=32,
    disk_mb=2.0,
    files=20,
)
_MODULE: Final = "exercises.doctor"
_REFUSED: Final = "refused"
_HERE: Final = str(Path(__file__).resolve())
_COURSE: Final = Path(__file__).resolve().parents[2] / "course.toml"


@dataclass(frozen=True)
class Trial:
    """One thing that was tried in a worker.

    Attributes
    ----------
    layer : str
        The layer that must hold it.
    tried : str
        What the code in the worker tried.
    found : str
        What happened.
    holds : bool
        Whether the layer held.
    needed : bool
        Whether strict isolation needs that.
    """

    layer: str
    tried: str
    found: str
    holds: bool
    needed: bool


@dataclass(frozen=True)
class Diagnosis:
    """All trials, and whether strict isolation holds."""

    trials: tuple[Trial, ...]

    @property
    def strict_holds(self) -> bool:
        """Whether `--isolation strict` can hold on this machine."""
        return all(trial.holds for trial in self.trials if trial.needed)


def diagnose(without: Collection[str] = ()) -> Diagnosis:
    """Try everything; takes about four seconds.

    Parameters
    ----------
    without : collection of str
        Layers to leave out, so that a test can see them missed.

    Raises
    ------
    IsolationError
        If no worker starts at all.
    """
    return Diagnosis((*_confined(without), *_in_namespaces_alone(without)))


# `attempt` returns "refused", with the system's name of the error, or the result.
_SOURCE: Final = """
import ctypes, errno, fcntl, mmap, os, socket, time

libc = ctypes.CDLL(None, use_errno=True)

def evaluate(code): return eval(code)
def attempt(code):
    try:
        found = eval(code)
    except OSError as error:
        return "refused: " + errno.errorcode.get(error.errno, str(error))
    return "done: " + str(found)

def libc_call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)
    return name
# To its present mode: if nothing refuses it, it still changes nothing.
def change_mode(path): os.chmod(path, os.stat(path).st_mode & 0o7777)
def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)
def privileges():
    status = [libc.prctl(39, 0, 0, 0, 0)]
    held = (ctypes.c_uint32 * 6)()
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    libc.capget(head, held)
    return status + [sum(held)]
def descriptors():
    found = []
    for number in range(4096):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found
def compute():
    while True: pass
def wait(): time.sleep(60)
def fill(): return attempt("write_many_files()")
def write_many_files():
    for number in range(10):
        with open(f"part{number}", "wb") as part:
            part.write(bytes(2**20 - 1))
def connect_abstract(name):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("\\0" + name)
def leave_a_process_behind():
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.waitpid(child, 0)
    return True
"""
_NUMBERS: Final = {"x86_64": (321, 250), "aarch64": (280, 219)}


def _confined(without: Collection[str]) -> Iterator[Trial]:
    """Yield the trials of a worker with every layer but a root of its own."""
    with ForkServer(_LIMITS, {*without, "root"}) as server, _student(server) as student:
        absent = server.layers
        for layer in REQUIRED:
            if absent[layer]:
                yield Trial(layer, "to have it at all", absent[layer], False, True)
        if not _can_start(server):
            return
        yield from _refusals(student)
        yield from _privileges(student)
        yield from _limits(student)
        yield from _clean(student)
        yield from _disk(student, absent["disk"])


def _can_start(server: ForkServer) -> bool:
    """Tell whether a session's process can be held at all, by its descriptor."""
    return "pidfd_open" not in server.layers["privileges"]


def _refusals(student: ModuleCaller) -> Iterator[Trial]:
    bpf, keyctl = _NUMBERS.get(os.uname().machine, (-1, -1))
    for layer, tried, code in (
        ("landlock", "read /etc/passwd", "len(open('/etc/passwd', 'rb').read())"),
        ("landlock", "list /", "len(os.listdir('/'))"),
        ("landlock", "read this kit's source", f"len(open({_HERE!r}, 'rb').read())"),
        ("landlock", "read /proc/self/environ", "len(open('/proc/self/environ', 'rb').read())"),
        ("landlock", "write to the folder above", "open('../planted', 'w').close()"),
        ("landlock", "write to /tmp", "open('/tmp/nudge-planted', 'w').close()"),
        ("seccomp", "open a socket", "socket.socket().close()"),
        ("seccomp", "fork", "fork()"),
        ("seccomp", "execute /bin/true", "os.execv('/bin/true', ['true'])"),
        ("seccomp", "ptrace", "libc_call('ptrace', 0, 0, 0, 0)"),
        ("seccomp", "enter a new namespace", "libc_call('unshare', 0x10000000)"),
        ("seccomp", "mount", "libc_call('mount', b'none', b'.', b'tmpfs', 0, None)"),
        ("seccomp", "bpf", f"libc_call('syscall', {bpf}, 0, 0, 0)"),
        ("seccomp", "use the keyring", f"libc_call('syscall', {keyctl}, 0, -3, 0)"),
        ("seccomp", "signal the process that grades", f"os.kill({os.getpid()}, 0)"),
        (
            "seccomp",
            "have a signal sent by a file",
            f"fcntl.fcntl(1, fcntl.F_SETOWN, {os.getpid()})",
        ),
        ("seccomp", "write code into memory", "mmap.mmap(-1, 4096, prot=7)"),
        ("seccomp", "call what no table names", "libc_call('syscall', 4000)"),
        ("seccomp", "change the mode of /etc", "change_mode('/etc')"),
    ):
        yield _refused(student, layer, tried, code)


def _privileges(student: ModuleCaller) -> Iterator[Trial]:
    answer = student.call("privileges", [])
    held = answer.status is CallStatus.RETURNED and answer.value == [1, 0]
    found = "no capability, none to gain"
    yield _judged("privileges", "ask which capabilities it has", answer, held, found)
    become = "os.setresuid(12345, 12345, 12345)"
    yield _refused(student, "privileges", "become another user", become)


def _limits(student: ModuleCaller) -> Iterator[Trial]:
    answer = student.call("evaluate", ["len(bytearray(2**30))"])
    held = answer.error == "MemoryError"
    yield _judged("rlimits", "take 1 GB of memory", answer, held, f"refused: {answer.text}")
    for tried, code in (
        ("write a file of 2 MB", "open('large', 'wb').write(bytes(2**21))"),
        ("open 99 files", "[open('open', 'w') for _ in range(99)]"),
    ):
        yield _refused(student, "rlimits", tried, code)
    for tried, function in (("compute without end", "compute"), ("sleep", "wait")):
        answer = student.call(function, [])
        held = answer.status is CallStatus.STOPPED
        yield _judged("watch", tried, answer, held, answer.text.partition(" in `")[0])


def _clean(student: ModuleCaller) -> Iterator[Trial]:
    answer = student.call("evaluate", ["sorted(os.environ)"])
    own = {"HOME", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR", "PYTHONHASHSEED"}
    threads = {f"{name}_NUM_THREADS" for name in ("OMP", "MKL", "OPENBLAS")}
    held = answer.status is CallStatus.RETURNED and set(answer.value) <= own.union(threads, KERNELS)
    found = "nothing but its own settings"
    yield _judged("worker", "look at the environment", answer, held, found)
    answer = student.call("descriptors", [])
    held = answer.value == [0, 1, 2, 3]
    yield _judged("worker", "look for open descriptors", answer, held, "its own streams and socket")


def _disk(student: ModuleCaller, absent: str) -> Iterator[Trial]:
    answer = student.call("fill", [])
    tried, said = "write 10 MB in many files", _said(answer)
    if absent:
        held = answer.status is CallStatus.STOPPED or _REFUSED in said
        yield Trial("disk", "have a disk of its own", absent, False, False)
        yield Trial("watch", tried, said, held, True)
    else:
        yield Trial("disk", tried, said, said.startswith(_REFUSED), False)


def _in_namespaces_alone(without: Collection[str]) -> Iterator[Trial]:
    """Yield the trials of a worker that neither Landlock nor seccomp confines."""
    with ForkServer(_LIMITS, {*without, "landlock", "seccomp"}) as server:
        if not _can_start(server):
            return
        absent = server.layers["namespaces"]
        if absent:
            yield Trial("namespaces", "have them at all", absent, False, False)
            yield Trial("root", "have a root of its own", server.layers["root"], False, False)
            return
        with _student(server) as student, _listening() as (port, name):
            answer = student.call("evaluate", ["os.getpid()"])
            held = answer.value == 1
            found = "it is process 1" if held else _said(answer)
            yield Trial("namespaces", "ask for its own number", found, held, False)
            connect = f"socket.create_connection(('127.0.0.1', {port}), 1).close()"
            for tried, code in (
                ("signal the process that grades", f"os.kill({os.getpid()}, 0)"),
                ("connect to a port of this machine", connect),
                ("connect to an abstract socket", f"connect_abstract({name!r})"),
            ):
                yield _refused(student, "namespaces", tried, code, needed=False)
            yield from _root(student, server.layers["root"])
        yield from _survivors(server)


def _root(student: ModuleCaller, absent: str) -> Iterator[Trial]:
    if absent:
        yield Trial("root", "have a root of its own", absent, False, False)
        return
    for tried, path in (
        ("look for /etc/passwd", Path("/etc/passwd")),
        ("look for this kit's source", Path(_HERE)),
        ("look for course.toml", _COURSE),
    ):
        if path.exists():
            code = f"os.stat({str(path)!r}).st_size"
            yield _refused(student, "root", tried, code, needed=False)


def _survivors(server: ForkServer) -> Iterator[Trial]:
    with _student(server) as student:
        answer = student.call("leave_a_process_behind", [])
        found = f"could not be tried: {_said(answer)}"
        left = list(_processes_beside(student.session.pid))
    alive = [pid for pid in left if Path(f"/proc/{pid}").exists()]
    tried = answer.status is CallStatus.RETURNED and len(left) > 1
    if tried:
        found = f"alive: {alive}" if alive else "all dead when it was closed"
    yield Trial("namespaces", "leave a process behind", found, tried and not alive, False)


def _processes_beside(pid: int | None) -> Iterator[int]:
    """Yield the processes that share the pid namespace of one."""
    shared = Path("ns") / "pid"
    own = (Path("/proc") / str(pid) / shared).readlink()
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and (entry / shared).readlink() == own:
                yield int(entry.name)


@contextmanager
def _student(server: ForkServer) -> Iterator[ModuleCaller]:
    """Open a session of the source above."""
    with server.open({_MODULE: _SOURCE.encode()}) as session:
        yield session.caller(_MODULE)


def _refused(
    student: ModuleCaller, layer: str, tried: str, code: str, needed: bool = True
) -> Trial:
    """Return the outcome of an expression that must be refused."""
    said = _said(student.call("attempt", [code]))
    return Trial(layer, tried, said, said.startswith(_REFUSED), needed)


def _judged(layer: str, tried: str, answer: Answer, held: bool, found: str) -> Trial:
    return Trial(layer, tried, found if held else _said(answer), held, True)


def _said(answer: Answer) -> str:
    if answer.status is CallStatus.RETURNED:
        return str(answer.value)
    return answer.text or answer.status.value


@contextmanager
def _listening() -> Iterator[tuple[int, str]]:
    """Open a port and an abstract socket of this machine, for a worker to try."""
    name = f"nudge-doctor-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0{name}")
        abstract.listen()
        yield port.getsockname()[1], name
