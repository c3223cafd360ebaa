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
from typing import Any, Final

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


# Each function tries one thing and returns what happened: "refused", with the system's name of the
# error, or the result.
_SOURCE: Final = """
import ctypes, errno, os, resource, socket, time

def tried(action):
    try:
        found = action()
    except OSError as error:
        return "refused: " + errno.errorcode.get(error.errno, str(error))
    return "done: " + str(found)

libc = ctypes.CDLL(None, use_errno=True)

def libc_call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)
    return name

def read(path): return tried(lambda: len(open(path, "rb").read()))
def look(path): return tried(lambda: os.stat(path).st_size)
def listing(path): return tried(lambda: len(os.listdir(path)))
def write(path): return tried(lambda: open(path, "w").close())
# To its present mode: if nothing refuses it, it still changes nothing.
def change_mode(path): return tried(lambda: os.chmod(path, os.stat(path).st_mode & 0o7777))
def open_socket(): return tried(lambda: socket.socket().close())
def fork():
    def action():
        child = os.fork()
        if child == 0:
            os._exit(0)
        return os.waitpid(child, 0)
    return tried(action)
def execute(): return tried(lambda: os.execv("/bin/true", ["true"]))
def trace(): return tried(lambda: libc_call("ptrace", 0, 0, 0, 0))
def namespace(): return tried(lambda: libc_call("unshare", 0x10000000))
def mount(): return tried(lambda: libc_call("mount", b"none", b".", b"tmpfs", 0, None))
def bpf(): return tried(lambda: libc_call("syscall", BPF, 0, 0, 0))
def keyring(): return tried(lambda: libc_call("syscall", KEYCTL, 0, -3, 0))
def signal_parent(pid): return tried(lambda: os.kill(pid, 0))
def become(): return tried(lambda: os.setresuid(12345, 12345, 12345))
def privileges():
    status = [libc.prctl(39, 0, 0, 0, 0)]
    held = (ctypes.c_uint32 * 6)()
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    libc.capget(head, held)
    return status + [sum(held)]
def environment(): return sorted(os.environ)
def descriptors():
    found = []
    for number in range(4096):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found
def memory(): return len(bytearray(2**30))
def large_file(): return tried(lambda: open("large", "wb").write(bytes(2**21)))
def many_files(): return tried(lambda: [open("open", "w") for _ in range(99)])
def compute():
    while True: pass
def wait(): time.sleep(60)
def fill():
    def action():
        for number in range(10):
            with open(f"part{number}", "wb") as part:
                part.write(bytes(2**20 - 1))
    return tried(action)
def own_number(): return os.getpid()
def connect(port): return tried(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
def connect_abstract(name):
    def action():
        with socket.socket(socket.AF_UNIX) as link:
            link.connect("\\0" + name)
    return tried(action)
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
    with ForkServer(_LIMITS, {*without, "root"}) as server, _Trier(server) as trier:
        absent = server.layers
        for layer in REQUIRED:
            if absent[layer]:
                yield Trial(layer, "to have it at all", absent[layer], False, True)
        yield from _refusals(trier)
        yield from _privileges(trier)
        yield from _limits(trier)
        yield from _clean(trier)
        yield from _disk(trier, absent["disk"])


def _refusals(trier: "_Trier") -> Iterator[Trial]:
    for layer, tried, function, *arguments in (
        ("landlock", "read /etc/passwd", "read", "/etc/passwd"),
        ("landlock", "list /", "listing", "/"),
        ("landlock", "read this kit's source", "read", _HERE),
        ("landlock", "read /proc/self/environ", "read", "/proc/self/environ"),
        ("landlock", "write to the folder above", "write", "../planted"),
        ("landlock", "write to /tmp", "write", "/tmp/nudge-planted"),
        ("seccomp", "open a socket", "open_socket"),
        ("seccomp", "fork", "fork"),
        ("seccomp", "execute /bin/true", "execute"),
        ("seccomp", "ptrace", "trace"),
        ("seccomp", "enter a new namespace", "namespace"),
        ("seccomp", "mount", "mount"),
        ("seccomp", "bpf", "bpf"),
        ("seccomp", "use the keyring", "keyring"),
        ("seccomp", "signal the process that grades", "signal_parent", os.getpid()),
        ("seccomp", "change the mode of /etc", "change_mode", "/etc"),
    ):
        yield trier.refused(str(layer), str(tried), str(function), *arguments)


def _privileges(trier: "_Trier") -> Iterator[Trial]:
    answer = trier.call("privileges")
    held = answer.status is CallStatus.RETURNED and answer.value == [1, 0]
    found = "no capability, none to gain"
    yield _judged("privileges", "ask which capabilities it has", answer, held, found)
    yield trier.refused("privileges", "become another user", "become")


def _limits(trier: "_Trier") -> Iterator[Trial]:
    answer = trier.call("memory")
    held = answer.error == "MemoryError"
    yield _judged("rlimits", "take 1 GB of memory", answer, held, f"refused: {answer.text}")
    yield trier.refused("rlimits", "write a file of 2 MB", "large_file")
    yield trier.refused("rlimits", "open 99 files", "many_files")
    for tried, function in (("compute without end", "compute"), ("sleep", "wait")):
        answer = trier.call(function)
        held = answer.status is CallStatus.STOPPED
        yield _judged("watch", tried, answer, held, answer.text.partition(" in `")[0])


def _clean(trier: "_Trier") -> Iterator[Trial]:
    answer = trier.call("environment")
    own = {"HOME", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR", "PYTHONHASHSEED"}
    threads = {f"{name}_NUM_THREADS" for name in ("OMP", "MKL", "OPENBLAS")}
    held = answer.status is CallStatus.RETURNED and set(answer.value) <= own.union(threads, KERNELS)
    found = "nothing but its own settings"
    yield _judged("worker", "look at the environment", answer, held, found)
    answer = trier.call("descriptors")
    held = answer.value == [0, 1, 2, 3]
    yield _judged("worker", "look for open descriptors", answer, held, "its own streams and socket")


def _disk(trier: "_Trier", absent: str) -> Iterator[Trial]:
    if absent:
        answer = trier.call("fill")
        held = answer.status is CallStatus.STOPPED or "refused" in _said(answer)
        yield Trial("disk", "have a disk of its own", absent, False, False)
        yield Trial("watch", "write 10 MB in many files", _said(answer), held, True)
    else:
        yield trier.refused("disk", "write 10 MB in many files", "fill", needed=False)


def _in_namespaces_alone(without: Collection[str]) -> Iterator[Trial]:
    """Yield the trials of a worker that neither Landlock nor seccomp confines."""
    with ForkServer(_LIMITS, {*without, "landlock", "seccomp"}) as server:
        absent = server.layers["namespaces"]
        if absent:
            yield Trial("namespaces", "have them at all", absent, False, False)
            yield Trial("root", "have a root of its own", server.layers["root"], False, False)
            return
        with _Trier(server) as trier, _listening() as (port, name):
            answer = trier.call("own_number")
            held = answer.value == 1
            found = "it is process 1" if held else _said(answer)
            yield Trial("namespaces", "ask for its own number", found, held, False)
            for tried, function, argument in (
                ("signal the process that grades", "signal_parent", os.getpid()),
                ("connect to a port of this machine", "connect", port),
                ("connect to an abstract socket", "connect_abstract", name),
            ):
                yield trier.refused("namespaces", tried, function, argument, needed=False)
            yield from _root(trier, server.layers["root"])
        yield from _survivors(server)


def _root(trier: "_Trier", absent: str) -> Iterator[Trial]:
    if absent:
        yield Trial("root", "have a root of its own", absent, False, False)
        return
    for tried, path in (
        ("look for /etc/passwd", Path("/etc/passwd")),
        ("look for this kit's source", Path(_HERE)),
        ("look for course.toml", _COURSE),
    ):
        if path.exists():
            yield trier.refused("root", tried, "look", str(path), needed=False)


def _survivors(server: ForkServer) -> Iterator[Trial]:
    with _Trier(server) as trier:
        answer = trier.call("leave_a_process_behind")
        found = f"could not be tried: {_said(answer)}"
        left = list(trier.processes())
    alive = [pid for pid in left if Path(f"/proc/{pid}").exists()]
    tried = answer.status is CallStatus.RETURNED and len(left) > 1
    if tried:
        found = f"alive: {alive}" if alive else "all dead when it was closed"
    yield Trial("namespaces", "leave a process behind", found, tried and not alive, False)


class _Trier:
    """Calls the functions of the source above in a session."""

    def __init__(self, server: ForkServer) -> None:
        bpf, keyctl = _NUMBERS.get(os.uname().machine, (-1, -1))
        source = f"BPF, KEYCTL = {bpf}, {keyctl}\n{_SOURCE}"
        self._session = server.open({_MODULE: source.encode()})
        self._caller: ModuleCaller = self._session.caller(_MODULE)

    def __enter__(self) -> "_Trier":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def processes(self) -> Iterator[int]:
        """Yield the processes that share the session's pid namespace."""
        shared = Path("ns") / "pid"
        own = (Path("/proc") / str(self._session.pid) / shared).readlink()
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and (entry / shared).readlink() == own:
                    yield int(entry.name)

    def call(self, function: str, *arguments: Any) -> Answer:
        """Call one of the functions."""
        return self._caller.call(function, list(arguments))

    def refused(
        self, layer: str, tried: str, function: str, *arguments: Any, needed: bool = True
    ) -> Trial:
        """Return the outcome of a trial that must be refused."""
        said = _said(self.call(function, *arguments))
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
