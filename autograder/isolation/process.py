"""One untrusted process as the trusted side sees it: a socket, two pipes and a handle."""

import os
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.calls import wire
from autograder.isolation.output import Printing
from autograder.isolation.stops import CLOSED, OUT_OF_TURN, UNREADABLE, Died, Stop
from autograder.isolation.watch import Disk, Watch

__all__ = ["Process"]

_PIECE = 1 << 20
_LEAST_PIECE = 1 << 12  # most messages are shorter
_PRINTED_PIECE = 1 << 16
_SECONDS_TO_DIE = 0.2
_READABLE = select.POLLIN | select.POLLHUP | select.POLLERR


class Process:
    """Sends requests to a process and reads its replies, never waiting longer than allowed.

    Parameters
    ----------
    key : int
        What the fork server calls the process.
    handle : int
        A pidfd of it.
    folder : Path
        Its working folder.
    connection : socket
        The session's socket, this side of it.
    pipes : pair of int
        The reading ends of its stdout and stderr.
    printing : Printing
        Where output goes.
    most_mb : float
        How much output is allowed.
    disk : Disk or None
        What to watch of its folder, where the kernel does not bound it.
    """

    def __init__(
        self,
        *,
        key: int,
        handle: int,
        folder: Path,
        connection: socket.socket,
        pipes: tuple[int, int],
        printing: Printing,
        most_mb: float,
        disk: Disk | None,
    ) -> None:
        self.key = key
        self.pid = _pid(handle)
        self.folder = folder
        self.disk = disk
        self._handle = handle
        self._connection = connection
        self._printing = printing
        self._most_mb = most_mb
        self._streams = {pipe: stream for stream, pipe in enumerate(pipes)}
        self._unsent = bytearray()
        self._unread = bytearray()
        # A fresh process has the whole allowance, or one call that prints would end them all.
        self._printed_before = printing.size
        connection.setblocking(False)
        self._poll = select.poll()
        for pipe in pipes:
            os.set_blocking(pipe, False)
            self._poll.register(pipe, select.POLLIN)
        self._poll.register(handle, select.POLLIN)

    def queue(self, data: bytes) -> None:
        """Send `data` before the next request."""
        self._unsent += data

    def send(self, data: bytes, watch: Watch) -> None:
        """Send a request.

        Raises
        ------
        Stop
            If the process spoke before it was asked, died, or does not listen in time.
        """
        if self._has_spoken():
            raise Stop(OUT_OF_TURN)
        self.answer(data, watch)

    def answer(self, data: bytes, watch: Watch) -> None:
        """Send what the process is waiting for in the middle of a call."""
        self._unsent += data
        view = memoryview(bytes(self._unsent))
        self._unsent.clear()
        while view:
            try:
                view = view[self._connection.send(view[:_PIECE]) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, watch)
            except OSError:
                raise self._ended() from None

    def receive(self, watch: Watch) -> Any:
        """Return the next message.

        Raises
        ------
        Stop
            If there is none in time, or none that can be read.
        """
        (length,) = wire.HEADER.unpack(self._read(wire.HEADER.size, watch))
        if length > wire.MAX_FRAME:
            raise Stop(UNREADABLE)
        try:
            return wire.decode(self._read(length, watch))
        except wire.WireError:
            raise Stop(UNREADABLE) from None

    def drain(self) -> None:
        """Collect what it has printed by now.

        Raises
        ------
        Stop
            If it is too much.
        """
        most = int(self._most_mb * 2**20)
        for pipe in list(self._streams):
            self._drain(pipe, most)
        if self._printed() > most:
            raise Stop(f"printed more than {self._most_mb:g} MB {{place}}")

    def _drain(self, pipe: int, most: int) -> None:
        """Read what is there of one stream, not much further than the limit."""
        while self._printed() <= most:
            try:
                piece = os.read(pipe, _PRINTED_PIECE)
            except BlockingIOError:
                return
            if not piece:
                self._forget(pipe)
                return
            self._printing.add(self._streams[pipe], piece)

    def _printed(self) -> int:
        return self._printing.size - self._printed_before

    def close(self) -> None:
        """Let go of every descriptor; the process itself is the fork server's to end."""
        self._connection.close()
        os.close(self._handle)
        for pipe in list(self._streams):
            self._forget(pipe)

    def _read(self, length: int, watch: Watch) -> bytearray:
        """Take the next `length` bytes; what has come beyond them, by a piece at most, is kept."""
        while len(self._unread) < length:
            self._wait(select.POLLIN, watch)
            try:
                missing = length - len(self._unread)
                piece = self._connection.recv(min(max(missing, _LEAST_PIECE), _PIECE))
            except BlockingIOError:
                continue
            except OSError:
                piece = b""
            if not piece:
                raise self._ended()
            self._unread += piece
        data = self._unread[:length]
        del self._unread[:length]
        return data

    def _wait(self, event: int, watch: Watch) -> None:
        """Return when the socket is ready for `event`; collect output meanwhile."""
        with self._listening(event):
            while True:
                ready = dict(self._poll.poll(watch.look() * 1000))
                if self._streams.keys() & ready:
                    self.drain()
                if self._connection.fileno() in ready:
                    return
                if self._handle in ready:
                    raise self._ended()

    @contextmanager
    def _listening(self, event: int) -> Iterator[None]:
        self._poll.register(self._connection, event)
        try:
            yield
        finally:
            self._poll.unregister(self._connection)

    def _has_spoken(self) -> bool:
        if self._unread:
            return True
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError:
            raise self._ended() from None

    def _ended(self) -> Stop:
        """Return why nothing more comes; a dying process closes its socket a little early."""
        dying = select.poll()
        dying.register(self._handle, select.POLLIN)
        return Died() if dying.poll(_SECONDS_TO_DIE * 1000) else Stop(CLOSED)

    def _forget(self, pipe: int) -> None:
        self._poll.unregister(pipe)
        del self._streams[pipe]
        os.close(pipe)


def _pid(handle: int) -> int:
    """Return the number of a process as seen here; the server may live in a namespace."""
    facts = Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines()
    return next(int(line.split()[1]) for line in facts if line.startswith("Pid:"))
