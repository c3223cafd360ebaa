"""The fork server as the trusted side sees it: a program to start, ask and end."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from autograder.course.limits import Limits
from autograder.isolation.budget import Budget
from autograder.isolation.errors import IsolationError
from autograder.isolation.folders import remove_tree
from autograder.isolation.process import Printing, Process, frame
from autograder.isolation.session import Session, Supplied
from autograder.isolation.worker import wire

__all__ = ["ForkServer"]

_PROGRAM = Path(__file__).resolve().parent / "worker"
_SECONDS_TO_START = 30.0
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
        What every process of every session may use.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._absent: dict[str, str] = {}

    @property
    def layers(self) -> Mapping[str, str]:
        """Each layer of isolation, with the reason why it is absent: empty where it holds."""
        return dict(self._absent)

    def __enter__(self) -> "ForkServer":
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
        self._folder = Path(tempfile.mkdtemp(prefix="nudge-"))
        (self._folder / "sessions").mkdir()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_SECONDS_TO_START)
        complaints = self._folder / "server.log"
        with theirs, complaints.open("wb") as log:
            self._program = subprocess.Popen(
                _command(theirs.fileno(), self._sessions),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=_environment(self._sessions),
                cwd=self._sessions,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        try:
            hello, _ = self._exchange({"bounds": _bounds(self._limits)})
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
        remove_tree(self._sessions)
        shutil.rmtree(self._folder)

    def open(
        self,
        modules: Mapping[str, bytes],
        supplied: Supplied | None = None,
        budget: Budget | None = None,
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
        """
        return Session(
            self,
            self._limits,
            modules,
            supplied or {},
            budget or Budget(self._limits.submission_seconds),
        )

    def launch(self, printing: Printing) -> Process:
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
                {"fork": str(folder)}, [theirs.fileno(), to_out, to_err], handles=1
            )
            return Process(
                key=reply["process"],
                handle=handles[0],
                folder=folder,
                connection=ours,
                pipes=(out, err),
                printing=printing,
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

    @property
    def _sessions(self) -> Path:
        return self._folder / "sessions"

    def _exchange(
        self, message: dict[str, Any], descriptors: Sequence[int] = (), handles: int = 0
    ) -> tuple[dict[str, Any], list[int]]:
        """Send the server a request and return its reply."""
        with self._lock:
            try:
                socket.send_fds(self._control, [frame(message)], descriptors)
                head, received, _, _ = socket.recv_fds(self._control, wire.HEADER.size, handles)
                payload = _rest(head, self._control.recv)
                return wire.decode(payload), received
            except (OSError, EOFError, wire.WireError) as error:
                # Half a conversation cannot be taken up again; the server ends by this.
                self._control.close()
                raise IsolationError(f"the fork server does not answer ({error})") from error


def _command(control: int, folder: Path) -> list[str]:
    # -P and -s where one might expect -I: the environment is ours, and the seed of hashes in it
    # has to hold, so that a submission that depends on the order of a set has one result.
    # -S: what site-packages start up may put this very checkout on the path.
    return [
        sys.executable,
        *("-P", "-s", "-S", "-B", "-X", "utf8"),
        str(_PROGRAM),
        str(control),
        str(Path(np.__file__).resolve().parent.parent),
        str(folder),
    ]


def _environment(folder: Path) -> dict[str, str]:
    return {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }


def _bounds(limits: Limits) -> dict[str, Any]:
    return {
        "cpu_seconds": float(limits.submission_seconds),
        "memory_mb": limits.memory_mb,
        "processes": limits.processes,
        "file_mb": float(limits.file_mb),
        "open_files": limits.open_files,
    }


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
