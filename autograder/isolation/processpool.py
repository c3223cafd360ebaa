"""`--isolation process`: a fresh interpreter for each session, and no promise beyond that.

Pipes and threads are all it needs: any system has these.
"""

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from autograder.calls import wire
from autograder.course import Limits
from autograder.isolation.allowance import Watch
from autograder.isolation.output import Printing
from autograder.isolation.program import bounds, command, environment, last_words
from autograder.isolation.requirement import IsolationError
from autograder.isolation.scratch import Scratch
from autograder.isolation.session import Isolation, WorkerProcess
from autograder.isolation.usage import Meter

__all__ = ["NOT_PROMISED", "NO_LAYERS", "ProcessPool"]

NOT_PROMISED: Final = (
    "isolation: process. Each submission has a process of its own, with limits on time and "
    "output. That does not keep code from reading or changing this account's files, from using "
    "the network, from starting processes that stay, or from disturbing other submissions. "
    "Grade submissions that you do not trust on Linux, with --isolation strict."
)
NO_LAYERS: Final = dict.fromkeys(
    ("privileges", "rlimits", "landlock", "seccomp", "namespaces", "disk", "root"),
    "not used with --isolation process",
)
_PIECE: Final = 1 << 16
_READY: Final = wire.frame({"ready": True})
_SECONDS_TO_START: Final = 90.0
_SECONDS_TO_DRAIN: Final = 0.5
_STDOUT, _STDERR = 0, 1


class ProcessPool(Isolation):
    """Starts an interpreter for each session; the counterpart of `ForkServer`."""

    _scratch: Scratch | None = None

    def start(self) -> None:
        """Make the folder, and start a worker once.

        That shows whether one starts at all, and leaves matplotlib its list of fonts.

        Raises
        ------
        IsolationError
            If none starts.
        """
        self._scratch = Scratch()
        # On Windows an interpreter cannot start without this one.
        windows = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        self._environment = environment(self._scratch.folder, self._packages) | windows
        try:
            subprocess.run(
                command("single", self._packages, self._datasets, warm=True),
                env=self._environment,
                cwd=self._scratch.folder,
                check=True,
                capture_output=True,
                timeout=_SECONDS_TO_START,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self.stop()
            said = last_words(getattr(error, "stderr", b"") or b"")
            raise IsolationError(f"the worker does not start{said}") from error

    def stop(self) -> None:
        """Remove the folder; sessions end their own processes."""
        scratch, self._scratch = self._scratch, None
        if scratch is not None:
            scratch.remove()

    def launch(self, printing: Printing, limits: Limits) -> "PipedProcess":
        """Start a process in a folder of its own, for a session.

        Raises
        ------
        IsolationError
            If the pool is not entered, or the process does not start.
        """
        if self._scratch is None:
            raise IsolationError("no process can be started: the run has ended")
        folder = Path(tempfile.mkdtemp(dir=self._scratch.folder))
        everything = self._environment | {"HOME": str(folder), "TMPDIR": str(folder)}
        try:
            return PipedProcess(
                folder, everything, limits, printing, self._packages, self._datasets
            )
        except OSError as error:
            raise IsolationError(f"a worker does not start ({error})") from error

    def end(self, process: "PipedProcess") -> int:
        """Kill a process; return its exit code, or -signal."""
        return process.kill()


class PipedProcess(WorkerProcess):
    """Starts a worker, sends it requests and reads its replies.

    A thread reads each of its three streams, and one writes the requests, so that no wait is
    longer than allowed on a system that cannot wait for pipes.
    """

    _seconds_to_die = 0.5

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        limits: Limits,
        printing: Printing,
        packages: Sequence[str] = (),
        datasets: Path | None = None,
    ) -> None:
        self._lock = threading.Lock()
        from_us, self._sink = os.pipe()
        source, to_us = os.pipe()
        with _handed_down(from_us, to_us) as (numbers, options):
            self._program = subprocess.Popen(
                command("single", packages, datasets, ends=numbers, bounds=bounds(limits)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=environment,
                **options,
            )
        os.close(from_us)
        os.close(to_us)
        super().__init__(self._program.pid, folder, printing, limits, watched=True)
        self._replies: queue.Queue[bytes] = queue.Queue()
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._writer = _started(self._write)
        readers = (
            (os.fdopen(source, "rb", buffering=0), self._replies.put),
            (self._program.stdout, lambda piece: self._collect(_STDOUT, piece)),
            (self._program.stderr, lambda piece: self._collect(_STDERR, piece)),
        )
        self._readers = [
            (stream, _started(partial(_read, stream, collect)))
            for stream, collect in readers
            if stream is not None
        ]
        passing_on = (self._writer, self._readers[0][1])
        self.meter = Meter(self.pid, [thread.native_id or 0 for thread in passing_on])

    def queue(self, data: bytes) -> None:
        """Send the session's sources, and wait until the worker has loaded what they name.

        Raises
        ------
        IsolationError
            If it has not in time: none of the student's code has run by then.
        """
        self._requests.put(data)
        try:
            ready = self._replies.get(timeout=_SECONDS_TO_START)
        except queue.Empty:
            ready = b""
        if ready != _READY:
            raise IsolationError("a worker does not start; is the machine out of memory?")

    def answer(self, data: bytes, watch: Watch) -> None:
        """Send the result that a supplied function waits for in the middle of a call."""
        self._requests.put(data)

    def drain(self) -> None:
        """Stop if it has printed too much; the threads collect its output."""
        self._limit_output()

    def kill(self) -> int:
        """End the process and the descendants that stayed in its group; return its exit code."""
        self._end_group()
        code = self._program.wait()
        self._requests.put(None)
        for thread in (self._writer, *(thread for _, thread in self._readers)):
            # A descendant that got away may hold a pipe open, and its thread with it.
            thread.join(_SECONDS_TO_DRAIN)
        return code

    def close(self) -> None:
        """Close every descriptor that no thread still reads."""
        for stream, thread in self._readers:
            if not thread.is_alive():
                stream.close()

    def _has_spoken(self, watch: Watch) -> bool:
        if self._replies.empty():
            return False
        if not self._replies.get():
            raise self._ended(watch)
        return True

    def _more(self, missing: int, watch: Watch) -> bytes:
        while True:
            try:
                piece = self._replies.get(timeout=watch.look())
            except queue.Empty:
                self.drain()
                continue
            if not piece:
                raise self._ended(watch)
            return piece

    def _has_ended(self, seconds: float) -> bool:
        try:
            self._program.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

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
            pass  # it has ended, or closed the pipe: waiting for its reply shows that
        finally:
            os.close(self._sink)

    def _collect(self, stream: int, piece: bytes) -> None:
        with self._lock:
            # Beyond the limit the process is about to be ended, and nobody needs the rest.
            if self._printed <= 2 * self.limits.output_mb * 2**20:
                super()._collect(stream, piece)


def _started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _read(stream: IO[bytes], collect: Callable[[bytes], object]) -> None:
    """Read until the end, which is an empty piece."""
    piece = b"begin"
    while piece:
        try:
            piece = os.read(stream.fileno(), _PIECE)
        except OSError:
            piece = b""
        collect(piece)


@contextlib.contextmanager
def _handed_down(*descriptors: int) -> Iterator[tuple[list[int], dict[str, Any]]]:
    """Yield the numbers of descriptors in a child, and the options that hand them down."""
    if sys.platform != "win32":
        yield list(descriptors), {"pass_fds": descriptors, "start_new_session": True}
        return
    import msvcrt  # noqa: PLC0415 - only that system has it

    handles = [msvcrt.get_osfhandle(descriptor) for descriptor in descriptors]
    for handle in handles:
        os.set_handle_inheritable(handle, True)
    startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
    yield handles, {"startupinfo": startup, "close_fds": True}
