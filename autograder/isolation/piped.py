"""A process of its own for each session, by pipes and threads alone: any system has these."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.calls import wire
from autograder.course.limits import Limits
from autograder.isolation.errors import IsolationError
from autograder.isolation.output import Printing
from autograder.isolation.program import bounds, command
from autograder.isolation.stops import CLOSED, OUT_OF_TURN, UNREADABLE, Died, Stop
from autograder.isolation.watch import Disk, Watch

__all__ = ["PipedProcess"]

_PIECE: Final = 1 << 16
_READY: Final = wire.frame({"ready": True})
_SECONDS_TO_START: Final = 90.0
_SECONDS_TO_DIE: Final = 0.5
_SECONDS_TO_DRAIN: Final = 0.5
_STDOUT, _STDERR = 0, 1


class PipedProcess:
    """Starts a worker, sends it requests and reads its replies.

    Each of its three streams has a thread that reads it, and requests have one that writes, so
    that no wait is longer than allowed on a system that cannot wait for pipes.

    Parameters
    ----------
    folder : Path
        Its working folder.
    environment : dict of str to str
        All of it.
    limits : Limits
        What it may use.
    printing : Printing
        Where output goes.
    packages : sequence of str
        Frameworks that it has besides NumPy.
    datasets : Path, optional
        The folder of the course's package `datasets`.
    """

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        limits: Limits,
        printing: Printing,
        packages: Sequence[str] = (),
        datasets: Path | None = None,
    ) -> None:
        self.folder = folder
        self.disk: Disk | None = Disk(folder, limits.disk_mb, limits.files)
        self._printing = printing
        self._most_mb = limits.output_mb
        self._printed = 0
        self._lock = threading.Lock()
        self._held = bytearray()
        from_us, self._sink = os.pipe()
        self._source, to_us = os.pipe()
        with _handed_down(from_us, to_us) as (numbers, options):
            self._program = subprocess.Popen(
                command(
                    "single",
                    packages,
                    datasets,
                    source=numbers[0],
                    sink=numbers[1],
                    bounds=bounds(limits),
                ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=environment,
                **options,
            )
        os.close(from_us)
        os.close(to_us)
        self.pid = self._program.pid
        self._replies: queue.Queue[bytes] = queue.Queue()
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        assert self._program.stdout is not None
        assert self._program.stderr is not None
        out, err = self._program.stdout.fileno(), self._program.stderr.fileno()
        self._threads = [
            _started(self._write),
            _started(lambda: _read(self._source, self._replies.put)),
            _started(lambda: _read(out, lambda piece: self._collect(_STDOUT, piece))),
            _started(lambda: _read(err, lambda piece: self._collect(_STDERR, piece))),
        ]

    def queue(self, data: bytes) -> None:
        """Send `data`, the session's sources, and wait until the worker has what they need.

        Raises
        ------
        IsolationError
            If that does not come about: none of the student's code has run by then.
        """
        self._requests.put(data)
        try:
            ready = self._replies.get(timeout=_SECONDS_TO_START)
        except queue.Empty:
            ready = b""
        if ready != _READY:
            raise IsolationError("a worker does not start; is the machine out of memory?")

    def send(self, data: bytes, watch: Watch) -> None:
        """Send a request.

        Raises
        ------
        Stop
            If the process spoke before it was asked, or died.
        """
        if self._held or not self._replies.empty():
            spoken = self._held or self._replies.get()
            raise Stop(OUT_OF_TURN) if spoken else self._end()
        self.answer(data, watch)

    def answer(self, data: bytes, watch: Watch) -> None:
        """Send what the process is waiting for in the middle of a call."""
        self._requests.put(data)

    def receive(self, watch: Watch) -> Any:
        """Return the next message.

        Raises
        ------
        Stop
            If there is none in time, or none that can be read.
        """
        (length,) = wire.HEADER.unpack(self._take(wire.HEADER.size, watch))
        if length > wire.MAX_FRAME:
            raise Stop(UNREADABLE)
        try:
            return wire.decode(self._take(length, watch))
        except wire.WireError:
            raise Stop(UNREADABLE) from None

    def drain(self) -> None:
        """Say whether it has printed too much; the threads collect.

        Raises
        ------
        Stop
            If it has.
        """
        if self._printed > self._most_mb * 2**20:
            raise Stop(f"printed more than {self._most_mb:g} MB {{place}}")

    def kill(self) -> int:
        """End the process, and those of its descendants that stayed in its group.

        Returns
        -------
        int
            Its exit code, or -signal.
        """
        self._end_group()
        code = self._program.wait()
        self._requests.put(None)
        for thread in self._threads:
            # A descendant that got away may hold a pipe open, and its thread with it.
            thread.join(_SECONDS_TO_DRAIN)
        return code

    def close(self) -> None:
        """Let go of every descriptor that no thread still reads."""
        assert self._program.stdout is not None
        assert self._program.stderr is not None
        _, replies, out, err = (thread.is_alive() for thread in self._threads)
        if not replies:
            os.close(self._source)
        if not out:
            self._program.stdout.close()
        if not err:
            self._program.stderr.close()

    def _take(self, length: int, watch: Watch) -> bytes:
        while len(self._held) < length:
            try:
                piece = self._replies.get(timeout=watch.look())
            except queue.Empty:
                self.drain()
                continue
            if not piece:
                raise self._end()
            self._held += piece
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

    def _end(self) -> Stop:
        """Return why nothing more comes; a dying process closes its pipe a little early."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._program.wait(_SECONDS_TO_DIE)
            return Died()
        return Stop(CLOSED)

    def _end_group(self) -> None:
        if sys.platform == "win32":
            if self._program.poll() is None:
                # Its descendants too, as far as the system knows them.
                arguments = ["taskkill", "/F", "/T", "/PID", str(self.pid)]
                subprocess.run(arguments, capture_output=True, check=False)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, 9)
        self._program.kill()

    def _write(self) -> None:
        try:
            while (data := self._requests.get()) is not None:
                view = memoryview(data)
                while view:
                    view = view[os.write(self._sink, view[: 1 << 20]) :]
        except OSError:
            pass  # it has ended, or closed the pipe; whoever waits for its reply finds out
        finally:
            os.close(self._sink)

    def _collect(self, stream: int, piece: bytes) -> None:
        with self._lock:
            self._printed += len(piece)
            # Beyond the limit the process is about to be ended, and nobody needs the rest.
            if self._printed <= 2 * self._most_mb * 2**20:
                self._printing.add(stream, piece)


def _started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _read(descriptor: int, collect: Callable[[bytes], object]) -> None:
    """Read until the end, which is an empty piece."""
    piece = b"begin"
    while piece:
        try:
            piece = os.read(descriptor, _PIECE)
        except OSError:
            piece = b""
        collect(piece)


@contextlib.contextmanager
def _handed_down(*descriptors: int) -> Iterator[tuple[list[int], dict[str, Any]]]:
    """Yield what to call descriptors in a child, and the options that hand them down."""
    if sys.platform != "win32":
        yield list(descriptors), {"pass_fds": descriptors, "start_new_session": True}
        return
    import msvcrt  # noqa: PLC0415 - of that system alone

    handles = [msvcrt.get_osfhandle(descriptor) for descriptor in descriptors]
    for handle in handles:
        os.set_handle_inheritable(handle, True)
    startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
    yield handles, {"startupinfo": startup, "close_fds": True}
