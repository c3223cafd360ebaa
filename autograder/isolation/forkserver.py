"""`--isolation strict`: a fork server, and the processes that it forks."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.calls import wire
from autograder.course import Limits
from autograder.isolation.allowance import Watch
from autograder.isolation.output import Printing
from autograder.isolation.program import bounds, command, environment, last_words
from autograder.isolation.requirement import IsolationError, NotIsolated, require
from autograder.isolation.scratch import Scratch
from autograder.isolation.session import Isolation, WorkerProcess
from autograder.isolation.usage import Meter

__all__ = ["ForkServer"]

_SECONDS_TO_START: Final = 90.0  # enough for matplotlib to look for fonts, once on a machine
_SECONDS_TO_ANSWER: Final = 30.0
_SECONDS_TO_END: Final = 5.0
_LONGEST_REPLY: Final = 1 << 16
_PIECE: Final = 1 << 20
_LEAST_PIECE: Final = 1 << 12  # most messages are shorter
_PRINTED_PIECE: Final = 1 << 16
_STDOUT: Final = 0


class ForkServer(Isolation):
    """Starts a clean interpreter with NumPy loaded, and forks sessions from it.

    The server never holds reference code, checks or a submission: sources travel from the
    trusted side to the forked child. It has an empty environment, no inherited descriptor but
    its control socket, and ends when that socket closes, whatever becomes of this process.

    matplotlib costs every forked process memory and time. So sessions whose sources name it come
    from a second server, which has loaded it and is started for the first of them.

    One thread at a time may be in a session; sessions of several threads may share the server.

    Parameters
    ----------
    limits : Limits
        For every process of every session, unless a session names others.
    without : collection of str
        Layers to leave out, so that a test can see what the others hold.
    packages : sequence of str
        Frameworks to load besides NumPy; only sessions of this server can read them.
    datasets : Path, optional
        The folder of the course's package `datasets`.
    strict : bool
        Whether to refuse to start where a layer is absent that the guarantees need.
    draws : bool
        Whether to load matplotlib; a server with frameworks does.
    """

    def __init__(
        self,
        limits: Limits,
        without: Collection[str] = (),
        packages: Sequence[str] = (),
        datasets: Path | None = None,
        *,
        strict: bool = False,
        draws: bool = False,
    ) -> None:
        super().__init__(limits, packages, datasets)
        self._without = sorted(without)
        self._strict = strict
        self._draws = draws or bool(packages)
        self._drawing: ForkServer | None = None
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._absent: dict[str, str] = {}

    @property
    def layers(self) -> Mapping[str, str]:
        """Each layer of the sandbox, with the reason why it is absent: empty where it holds."""
        return dict(self._absent)

    def start(self) -> None:
        """Start the server and wait until it is warm.

        Raises
        ------
        IsolationError
            If it does not start; `NotIsolated` if it is strict and lacks a layer.
        """
        if sys.platform != "linux":
            raise IsolationError("running submissions in isolation needs Linux")
        self._scratch = Scratch()
        self._sessions = self._scratch.folder / "sessions"
        self._sessions.mkdir()
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._control.settimeout(_SECONDS_TO_START)
        complaints = self._scratch.folder / "server.log"
        with theirs, complaints.open("wb") as log:
            self._program = subprocess.Popen(
                command(
                    "server",
                    self._packages,
                    self._datasets,
                    control=theirs.fileno(),
                    folder=str(self._sessions),
                    without=self._without,
                    draws=self._draws,
                ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=environment(self._sessions, self._packages),
                cwd=self._sessions,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        try:
            hello, _ = self._receive(0)
            self._absent = hello["absent"]
            if self._strict:
                require(self.layers)
        except IsolationError as error:
            said = last_words(complaints.read_bytes())
            self.stop()
            if isinstance(error, NotIsolated):
                raise
            raise IsolationError(f"the fork server did not start{said}") from error
        self._control.settimeout(_SECONDS_TO_ANSWER)

    def stop(self) -> None:
        """End the server and every process that came from it; remove their folders."""
        drawing, self._drawing = self._drawing, None
        if drawing is not None:
            drawing.stop()
        program, self._program = self._program, None
        if program is None:
            return
        self._hang_up()
        try:
            program.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
            program.wait()
        self._scratch.remove()

    def that_draws(self) -> "ForkServer":
        """Return the server whose processes have matplotlib; it is started when first needed."""
        if self._draws:
            return self
        with self._opening:
            if self._drawing is None:
                # Before it starts, which may take long: `stop` ends it, too.
                self._drawing = ForkServer(
                    self.limits,
                    self._without,
                    datasets=self._datasets,
                    strict=self._strict,
                    draws=True,
                )
                try:
                    self._drawing.start()
                except IsolationError:
                    self._drawing = None
                    raise
            return self._drawing

    def launch(self, printing: Printing, limits: Limits) -> "ForkedProcess":
        """Fork a process in a folder of its own, for a session.

        Raises
        ------
        IsolationError
            If the server does not answer.
        """
        if self._program is None:
            raise IsolationError("the fork server is not running")
        folder = Path(tempfile.mkdtemp(dir=self._sessions))
        ours, theirs = socket.socketpair()
        out, to_out = os.pipe()
        err, to_err = os.pipe()
        try:
            reply, handles = self._exchange(
                {"fork": str(folder), "bounds": bounds(limits)},
                [theirs.fileno(), to_out, to_err],
                handles=1,
            )
            watched = bool(self._absent["disk"])
            known = reply["process"], handles[0]
            return ForkedProcess(known, ours, (out, err), folder, printing, limits, watched)
        except BaseException:
            ours.close()
            os.close(out)
            os.close(err)
            raise
        finally:
            theirs.close()
            os.close(to_out)
            os.close(to_err)

    def end(self, process: "ForkedProcess") -> int:
        """Kill a process and its descendants.

        Returns
        -------
        int
            Its exit code, or -signal.

        Raises
        ------
        IsolationError
            If the server does not answer.
        """
        if self._program is None:
            return -signal.SIGKILL  # it ended with the server
        reply, _ = self._exchange({"end": process.key})
        return int(reply["code"])

    def _exchange(
        self, message: dict[str, Any], descriptors: Sequence[int] = (), handles: int = 0
    ) -> tuple[dict[str, Any], list[int]]:
        """Send the server a request and return its reply."""
        with self._lock:
            try:
                socket.send_fds(self._control, [wire.encode(message)], descriptors)
            except OSError as error:
                raise self._silent(error) from error
            return self._receive(handles)

    def _receive(self, handles: int) -> tuple[dict[str, Any], list[int]]:
        try:
            reply, received, _, _ = socket.recv_fds(self._control, _LONGEST_REPLY, handles)
            if not reply:
                raise EOFError("it has ended")
            return wire.decode(reply), received
        except (OSError, EOFError, wire.WireError) as error:
            raise self._silent(error) from error

    def _silent(self, error: Exception) -> IsolationError:
        # Half a conversation cannot be taken up again; closing it ends the server.
        self._hang_up()
        return IsolationError(f"the fork server does not answer ({error})")

    def _hang_up(self) -> None:
        # A process that was forked from this one has the socket open, too.
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()


class ForkedProcess(WorkerProcess):
    """Sends requests to a process and reads its replies, never waiting longer than allowed.

    Parameters
    ----------
    known : pair of int
        The fork server's number of the process, and a pidfd of it.
    connection : socket
        This side of the session's socket.
    pipes : pair of int
        The reading ends of its stdout and stderr.
    folder, printing, limits, watched
        See `WorkerProcess`.
    """

    def __init__(
        self,
        known: tuple[int, int],
        connection: socket.socket,
        pipes: tuple[int, int],
        folder: Path,
        printing: Printing,
        limits: Limits,
        watched: bool,
    ) -> None:
        self.key, handle = known
        super().__init__(_pid(handle), folder, printing, limits, watched)
        self.meter = Meter(self.pid)
        self._handle = handle
        self._connection = connection
        self._streams = {pipe: stream for stream, pipe in enumerate(pipes)}
        self._unsent = bytearray()
        self.is_confined = False  # until its first byte of output says so
        connection.setblocking(False)
        self._poll = select.poll()
        for pipe in pipes:
            os.set_blocking(pipe, False)
            self._poll.register(pipe, select.POLLIN)
        self._poll.register(handle, select.POLLIN)

    def queue(self, data: bytes) -> None:
        """Send the session's sources before the first request."""
        self._unsent += data

    def answer(self, data: bytes, watch: Watch) -> None:
        """Send the result that a supplied function waits for in the middle of a call."""
        self._unsent += data
        view = memoryview(bytes(self._unsent))
        self._unsent.clear()
        while view:
            try:
                view = view[self._connection.send(view[:_PIECE]) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, watch)
            except OSError:
                raise self._ended(watch) from None

    def drain(self) -> None:
        """Collect its output so far, not much further than the limit.

        Raises
        ------
        Stop
            If it is too much.
        """
        for pipe, stream in list(self._streams.items()):
            while True:
                self._limit_output()
                try:
                    piece = os.read(pipe, _PRINTED_PIECE)
                except BlockingIOError:
                    break
                if not piece:
                    self._forget(pipe)
                    break
                if stream == _STDOUT and not self.is_confined:
                    self.is_confined = True
                    piece = piece[len(wire.CONFINED) :]
                self._collect(stream, piece)

    def close(self) -> None:
        """Close every descriptor; the fork server ends the process itself."""
        self._connection.close()
        os.close(self._handle)
        for pipe in list(self._streams):
            self._forget(pipe)

    def _more(self, missing: int, watch: Watch) -> bytes:
        while True:
            self._wait(select.POLLIN, watch)
            try:
                piece = self._connection.recv(min(max(missing, _LEAST_PIECE), _PIECE))
            except BlockingIOError:
                continue
            except OSError:
                piece = b""
            if not piece:
                raise self._ended(watch)
            return piece

    def _wait(self, event: int, watch: Watch) -> None:
        """Return when the socket is ready for `event`; collect output meanwhile."""
        self._poll.register(self._connection, event)
        try:
            while True:
                ready = dict(self._poll.poll(watch.look() * 1000))
                if self._streams.keys() & ready:
                    self.drain()
                if self._connection.fileno() in ready:
                    return
                if self._handle in ready:
                    raise self._ended(watch)
        finally:
            self._poll.unregister(self._connection)

    def _has_spoken(self, watch: Watch) -> bool:
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError:
            raise self._ended(watch) from None

    def _has_ended(self, seconds: float) -> bool:
        dying = select.poll()
        dying.register(self._handle, select.POLLIN)
        return bool(dying.poll(seconds * 1000))

    def _forget(self, pipe: int) -> None:
        self._poll.unregister(pipe)
        del self._streams[pipe]
        os.close(pipe)


def _pid(handle: int) -> int:
    """Return the number of a process outside the namespace that the server may live in."""
    facts = Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines()
    return next(int(line.split()[1]) for line in facts if line.startswith("Pid:"))
