"""Canaries: what an attack could read, send, kill or change, and whether it has."""

import contextlib
import fcntl
import os
import resource
import secrets
import select
import socket
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

__all__ = ["VARIABLE", "Canaries"]

VARIABLE: Final = "NUDGE_CANARY"

_GET_FLAGS: Final = 0x80086601  # FS_IOC_GETFLAGS

# It answers every signal that can be caught by a byte, and the two that cannot show in its state.
# It ends with whoever started it, who holds the other end of its input.
_WATCHED: Final = """
import os, signal
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, lambda *_: os.write(1, b"!"))
    except (OSError, ValueError):
        pass
os.write(1, b"ready")
os.read(0, 1)
"""


@dataclass
class Canaries:
    """A token in files and in the environment, three sockets that listen, and a process.

    One more file has no token: it lies with the digits, which every worker may read.

    Parameters
    ----------
    root : Path
        The course, in whose folder some of the files are.
    home : Path
        What HOME is.
    """

    root: Path
    home: Path
    token: str = field(default_factory=lambda: f"CANARY-{secrets.token_hex(12)}")

    def __enter__(self) -> "Canaries":
        self._name = secrets.token_hex(8)
        self._files = {
            "canary": self.root / "canary.txt",
            "gradebook": self.root / "gradebook.json",
            "secret": self.root / ".nudge" / "secret",
            "key": self.root / "answer_key" / "e10_parameters.json",
            "sibling": self.root / "handed-in" / "honest" / "e10_parameters.py",
            "home": self.home / "private.txt",
            "tmp": Path("/tmp") / f"nudge-{self._name}.txt",
        }
        self._readable = self.root / "datasets" / "readable.txt"
        self._link = self.root / "latest"
        self._write_files()
        self._link.symlink_to(f"runs/{self.token}")
        os.environ[VARIABLE] = self.token
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0nudge-{self._name}")
        self._abstract.listen()
        self._start_process()
        self._before = dict(self._state())
        self._modes = {
            str(path): stat.S_IMODE(path.stat().st_mode)
            for folder in (self.root, self.home)
            for path in (folder, *sorted(folder.rglob("*")))
            if "__pycache__" not in path.parts and not path.is_symlink()
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_process()
        for listening in (self._tcp, self._udp, self._abstract):
            listening.close()
        self._files["tmp"].unlink(missing_ok=True)
        os.environ.pop(VARIABLE, None)

    @property
    def places(self) -> Mapping[str, str]:
        """The places that an attacker who knows the machine would attack."""
        return {
            "course": str(self.root),
            "checkout": str(Path(__file__).resolve().parents[2]),
            "canary": str(self._files["canary"]),
            "readable": str(self._readable),
            "link": str(self._link),
            "sibling": str(self._files["sibling"]),
            "home": str(self._files["home"]),
            "tmp": str(self._files["tmp"]),
            "cache": os.environ.get("XDG_CACHE_HOME", str(self.home / ".cache")),
            "port": str(self._tcp.getsockname()[1]),
            "udp": str(self._udp.getsockname()[1]),
            "abstract": f"nudge-{self._name}",
            "pid": str(self._process.pid),
            "grader": str(os.getpid()),
            "note": self._name,
        }

    def harmed(self) -> Iterator[str]:
        """Yield a sentence for everything that was reached; nothing if all is as it was.

        Afterwards all is put back, so that the next attack finds it and is not blamed for it.
        """
        if self._reached():
            yield "something was sent to a socket, or a signal to the canary process"
        if self._process.poll() is not None:
            yield "the canary process was killed"
            self._end_process()
            self._start_process()
        # First of all what was shut is opened again: the rest has to be seen, and graded.
        for place in list(self._modes):
            path = Path(place)
            if path.exists() and stat.S_IMODE(path.stat().st_mode) != self._modes[place]:
                yield f"{place} had its mode changed to {stat.S_IMODE(path.stat().st_mode):o}"
                path.chmod(self._modes[place])
        after = dict(self._state())
        changed = [
            place
            for place in sorted(self._before.keys() | after.keys())
            if self._before.get(place) != after.get(place)
        ]
        for place in changed:
            yield f"{place} was {self._before.get(place)} and is {after.get(place)}"
        if changed:
            self._write_files()
            self._before = dict(self._state())

    def _write_files(self) -> None:
        for path in self._files.values():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {self.token}\n", encoding="utf-8")
        self._readable.parent.mkdir(parents=True, exist_ok=True)
        self._readable.write_text("# everybody may read this\n", encoding="utf-8")
        if sys.platform == "linux":
            with contextlib.suppress(OSError):  # not every file system has attributes
                os.setxattr(self._files["canary"], b"user.kept", self.token.encode())

    def _start_process(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", _WATCHED], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self._spoken = self._process.stdout.fileno()
        assert os.read(self._spoken, 5) == b"ready"

    def _end_process(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _reached(self) -> bool:
        """Tell whether somebody spoke to a socket or the process; take what was said."""
        sockets = select.select([self._tcp, self._udp, self._abstract], [], [], 0)[0]
        for one in sockets:
            if one is self._udp:
                one.recv(1 << 16)
            else:
                one.accept()[0].close()
        spoken = select.select([self._spoken], [], [], 0)[0]
        if spoken:
            os.read(self._spoken, 1 << 16)
        return bool(sockets or spoken)

    def _state(self) -> Iterator[tuple[str, object]]:
        yield "state of the canary process", _scheduling(self._process.pid)
        yield "state of the grader", _scheduling(os.getpid())[1:]
        for folder in (self.root, self.home):
            for path in (folder, *folder.rglob("*")):
                if "__pycache__" not in path.parts:
                    yield str(path), _facts(path)
        yield "flags of the readable file", _flags(self._readable)
        yield str(self._files["tmp"]), _facts(self._files["tmp"])
        for folder in map(Path, ("/tmp", "/dev/shm", "/var/tmp", "/run")):
            note = folder / f"note-{self._name}"
            yield str(note), note.exists()


def _facts(path: Path) -> object:
    if path.is_symlink():
        return str(path.readlink())
    facts = path.stat()
    size = 0 if stat.S_ISDIR(facts.st_mode) else facts.st_size
    noted = () if sys.platform != "linux" else tuple(os.listxattr(path))
    return facts.st_mode, facts.st_uid, facts.st_gid, size, facts.st_mtime_ns, noted


def _flags(path: Path) -> int:
    """Return the flags of a file, as lsattr shows them; 0 where the file system has none."""
    with path.open("rb") as file:
        try:
            (flags,) = struct.unpack("l", fcntl.ioctl(file, _GET_FLAGS, bytes(8)))
        except OSError:
            return 0
    return int(flags)


def _scheduling(process: int) -> tuple[object, ...]:
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return (
        "stopped" if state in "Tt" else "running",
        os.sched_getscheduler(process),
        os.getpriority(os.PRIO_PROCESS, process),
        tuple(sorted(os.sched_getaffinity(process))),
        resource.prlimit(process, resource.RLIMIT_NOFILE),
        Path(f"/proc/{process}/oom_score_adj").read_text().strip(),
    )
