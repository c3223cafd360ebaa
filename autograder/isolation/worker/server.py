"""The fork server: warm, single-threaded, and ignorant of everything but NumPy."""

import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.fft
import numpy.linalg
import numpy.polynomial
import numpy.random  # noqa: F401 - warm: a child finds them imported

from autograder.isolation.layers import landlock, namespaces, privileges, rlimits, seccomp
from autograder.isolation.worker import child, wire

__all__ = ["Server"]


class Server:
    """Forks a child for each session on request, and ends it on request.

    Requests and replies alternate on the control socket. When the socket closes, whatever the
    reason, every process that ever came from here is killed and the server ends.

    Parameters
    ----------
    control : int
        Descriptor of the control socket.
    numpy_folder : Path
        The folder that holds NumPy's package.
    folder : Path
        The folder in which each session has its own.
    """

    def __init__(self, control: int, numpy_folder: Path, folder: Path) -> None:
        self._control = socket.socket(fileno=control)
        self._pid = os.getpid()
        self._folder = folder
        self._readable = [
            *(Path(place) for place in sys.path),
            numpy_folder / "numpy",
            numpy_folder / "numpy.libs",
        ]
        self._children: set[int] = set()

    def run(self) -> None:
        """Serve until the control socket closes."""
        start, _ = self._receive()
        if start is None:
            return
        bounds = rlimits.Bounds(**start["bounds"])
        absent = {
            name: layer.missing()
            for name, layer in (
                ("privileges", privileges),
                ("rlimits", rlimits),
                ("landlock", landlock),
                ("seccomp", seccomp),
            )
        }
        absent["namespaces"] = namespaces.enter()
        self._confinement = child.Confinement(
            bounds=bounds,
            layers=tuple(name for name, reason in absent.items() if not reason),
            readable=tuple(child.coarse(self._readable)),
            server=self._pid,
        )
        if not absent["privileges"]:
            privileges.adopt_orphans()
        if not absent["landlock"]:
            landlock.confine(
                (*child.precise(self._readable), Path("/proc")),
                (self._folder, Path(os.devnull)),
                # The import system lists the folder of the standard library.
                listable=self._readable,
            )
        # What is warm stays shared between the children: the collector would write on it.
        gc.collect()
        gc.freeze()
        self._send({"absent": absent})
        with contextlib.suppress(ConnectionError):
            self._serve()
        self._kill_all(spared=set())

    def _serve(self) -> None:
        while True:
            request, descriptors = self._receive()
            if request is None:
                return
            if "fork" in request:
                self._fork(Path(request["fork"]), descriptors)
            else:
                self._send(self._end(request["end"]))

    def _fork(self, folder: Path, descriptors: Sequence[int]) -> None:
        pid = os.fork()
        if pid == 0:
            child.main(folder, descriptors, self._confinement)
        for descriptor in descriptors:
            os.close(descriptor)
        self._children.add(pid)
        handle = os.pidfd_open(pid)
        try:
            self._send({"process": pid}, [handle])
        finally:
            os.close(handle)

    def _end(self, pid: int) -> dict[str, Any]:
        """Kill a session's process and what came from it; tell how it ended."""
        if pid not in self._children:
            return {"code": -signal.SIGKILL}
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self._children.discard(pid)
        self._kill_all(spared=self._children)
        return {"code": os.waitstatus_to_exitcode(status)}

    def _kill_all(self, spared: set[int]) -> None:
        """Kill every child but the spared, round by round.

        An orphan becomes a child of the server at once, however deep it stood: so when no
        child is left, no descendant is.
        """
        while orphans := set(_children_of(self._pid)) - spared:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        payload = wire.encode(message)
        socket.send_fds(self._control, [wire.HEADER.pack(len(payload)) + payload], descriptors)

    def _receive(self) -> tuple[dict[str, Any] | None, list[int]]:
        """Return the next request and its descriptors; nothing when the socket has closed."""
        head, descriptors, _, _ = socket.recv_fds(self._control, wire.HEADER.size, 3)
        if len(head) < wire.HEADER.size:
            return None, descriptors
        (length,) = wire.HEADER.unpack(head)
        payload = bytearray()
        while len(payload) < length:
            piece = self._control.recv(length - len(payload))
            if not piece:
                return None, descriptors
            payload += piece
        request: dict[str, Any] = wire.decode(payload)
        return request, descriptors


def _children_of(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    if listing.exists():
        return [int(word) for word in listing.read_text().split()]
    # A kernel without that file: look at the parent of every process there is.
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[1]) == pid:
                    found.append(int(entry.name))
    return found
