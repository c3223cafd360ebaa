"""The fork server as the trusted side sees it: a program to start, ask and end."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.calls import wire
from autograder.course.limits import Limits
from autograder.isolation.budget import Budget
from autograder.isolation.errors import IsolationError
from autograder.isolation.folders import remove_tree
from autograder.isolation.output import Printing
from autograder.isolation.process import Process
from autograder.isolation.program import bounds, command, environment
from autograder.isolation.scratch import Scratch
from autograder.isolation.session import Session, Supplied
from autograder.isolation.watch import Disk

__all__ = ["ForkServer"]

# Long enough for matplotlib to look for fonts, once on a machine.
_SECONDS_TO_START = 90.0
_SECONDS_TO_ANSWER = 30.0
_SECONDS_TO_END = 5.0


class ForkServer:
    """Starts a clean interpreter with NumPy loaded, and forks sessions from it.

    The server never holds reference code, checks or a submission: sources travel from the
    trusted side to the forked child. It has an empty environment, no inherited descriptor but
    its control socket, and ends when that socket closes, whatever becomes of this process.

    Use as a context manager. One thread at a time may be in a session; sessions of several
    threads may share the server.

    Parameters
    ----------
    limits : Limits
        What every process of every session may use, where nothing else is said.
    without : collection of str
        Layers to leave out, so that a test can see what the others hold.
    packages : sequence of str
        Frameworks to load besides NumPy; only sessions of this server can read them.
    datasets : Path, optional
        The folder of the course's package `datasets`.
    """

    def __init__(
        self,
        limits: Limits,
        without: Collection[str] = (),
        packages: Sequence[str] = (),
        datasets: Path | None = None,
    ) -> None:
        self._limits = limits
        self._packages = tuple(packages)
        self._datasets = datasets
        self._without = sorted(without)
        self._lock = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._absent: dict[str, str] = {}

    @property
    def layers(self) -> Mapping[str, str]:
        """Each layer of isolation, with the reason why it is absent: empty where it holds."""
        return dict(self._absent)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it is warm.

        Raises
        ------
        IsolationError
            If it does not start.
        """
        if sys.platform != "linux":
            raise IsolationError("running submissions in isolation needs Linux")
        self._scratch = Scratch()
        self._sessions = self._scratch.folder / "sessions"
        self._sessions.mkdir()
        self._control, theirs = socket.socketpair()
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
        except IsolationError as error:
            said = complaints.read_text(errors="replace").strip().splitlines()
            self.stop()
            last = f": {said[-1]}" if said else ""
            raise IsolationError(f"the fork server did not start{last}") from error
        self._absent = hello["absent"]
        self._control.settimeout(_SECONDS_TO_ANSWER)

    def stop(self) -> None:
        """End the server and every process that came from it; remove their folders."""
        program, self._program = self._program, None
        if program is None:
            return
        self._control.close()
        try:
            program.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
            program.wait()
        self._scratch.remove()

    def open(
        self,
        modules: Mapping[str, bytes],
        supplied: Supplied | None = None,
        budget: Budget | None = None,
        limits: Mapping[str, Limits] | None = None,
        packages: Mapping[str, Sequence[str]] | None = None,
    ) -> Session:
        """Return a session for one submission.

        Parameters
        ----------
        modules : mapping of str to bytes
            The source of each module by its dotted name, `exercises.e07_dense`.
        supplied : mapping of str to mapping of str to callable, optional
            Modules that are replaced by stand-ins, and what answers for each of their functions.
            The callables run here; the student's process sees what they return.
        budget : Budget, optional
            Shared by all sessions of one submission; by default a fresh one of
            `limits.submission_seconds`.
        limits : mapping of str to Limits, optional
            Of a module's calls, by its dotted name, where they are not the server's.
        packages : mapping of str to sequence of str, optional
            By the dotted name of a module: what it, and no other, may import of the frameworks.
        """
        return Session(
            self,
            self._limits,
            modules,
            supplied or {},
            budget or Budget(self._limits.submission_seconds),
            limits or {},
            packages or {},
        )

    def launch(self, printing: Printing, limits: Limits) -> Process:
        """Fork a process in a folder of its own; for sessions.

        Raises
        ------
        IsolationError
            If the server does not answer.
        """
        if self._program is None:
            raise IsolationError("the fork server is not running")
        folder = self._sessions / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        ours, theirs = socket.socketpair()
        out, to_out = os.pipe()
        err, to_err = os.pipe()
        try:
            reply, handles = self._exchange(
                {"fork": str(folder), "bounds": bounds(limits)},
                [theirs.fileno(), to_out, to_err],
                handles=1,
            )
            return Process(
                key=reply["process"],
                handle=handles[0],
                folder=folder,
                connection=ours,
                pipes=(out, err),
                printing=printing,
                most_mb=limits.output_mb,
                disk=Disk(folder, limits.disk_mb, limits.files) if self._absent["disk"] else None,
            )
        except BaseException:
            ours.close()
            os.close(out)
            os.close(err)
            raise
        finally:
            theirs.close()
            os.close(to_out)
            os.close(to_err)

    def end(self, process: Process) -> int:
        """Kill a process and its descendants, remove its folder; for sessions.

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
        try:
            remove_tree(process.folder)
        except OSError as error:
            raise IsolationError(f"cannot remove {process.folder}: {error.strerror}") from error
        code: int = reply["code"]
        return code

    def _exchange(
        self, message: dict[str, Any], descriptors: Sequence[int] = (), handles: int = 0
    ) -> tuple[dict[str, Any], list[int]]:
        """Send the server a request and return its reply."""
        with self._lock:
            try:
                socket.send_fds(self._control, [wire.frame(message)], descriptors)
            except OSError as error:
                raise self._silent(error) from error
            return self._receive(handles)

    def _receive(self, handles: int) -> tuple[dict[str, Any], list[int]]:
        try:
            head, received, _, _ = socket.recv_fds(self._control, wire.HEADER.size, handles)
            payload = _rest(head, self._control.recv)
            return wire.decode(payload), received
        except (OSError, EOFError, wire.WireError) as error:
            raise self._silent(error) from error

    def _silent(self, error: Exception) -> IsolationError:
        # Half a conversation cannot be taken up again; the server ends by this.
        self._control.close()
        return IsolationError(f"the fork server does not answer ({error})")


def _rest(head: bytes, receive: Callable[[int], bytes]) -> bytes:
    if len(head) < wire.HEADER.size:
        raise EOFError("it has ended")
    (length,) = wire.HEADER.unpack(head)
    payload = b""
    while len(payload) < length:
        piece = receive(length - len(payload))
        if not piece:
            raise EOFError("it has ended")
        payload += piece
    return payload
