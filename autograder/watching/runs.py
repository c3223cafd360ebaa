"""The processes that run checks; the next one is started before it is needed."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

__all__ = ["GONE", "Event", "Run", "Runs"]

Event = Mapping[str, Any]
"""One report of a runner; see `runner.py`."""

GONE: Final = "gone"
"""The event of a process that has ended; `code` and `text`, the end of its standard error."""

_RUNNER: Final = Path(__file__).with_name("runner.py")
_SPARES: Final = 2  # an editor that formats on save writes twice
_LINES_OF_ERROR: Final = 12


class Run:
    """One process, from its start to its end.

    Parameters
    ----------
    command : sequence of str
        The command to start.
    tell : callable
        Called from other threads with this run and each of its events; the last is `GONE`.
    """

    def __init__(self, command: Sequence[str], tell: Callable[["Run", Event], None]) -> None:
        self._tell = tell
        self._error: deque[bytes] = deque(maxlen=_LINES_OF_ERROR)
        # Its own session: Ctrl-C goes to the watch, which then ends this and all that it started.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._orders = self._process.stdin
        listener = threading.Thread(
            target=self._listen, args=(self._process.stdout, self._process.stderr), daemon=True
        )
        listener.start()

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    def order(self, files: Sequence[Path]) -> None:
        """Tell it to run these check files."""
        line = json.dumps({"files": [str(path) for path in files]})
        with suppress(OSError):  # it has ended, and says so
            self._orders.write(line.encode("ascii") + b"\n")
            self._orders.flush()

    def end(self) -> None:
        """End it now, with every process that it started; if it has ended, do nothing."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self._process.kill()
        self._process.wait()

    def _listen(self, events: IO[bytes], error: IO[bytes]) -> None:
        drain = threading.Thread(target=self._drain, args=(error,), daemon=True)
        drain.start()
        for line in events:
            with suppress(ValueError):  # a line whose process was ended in the middle
                self._tell(self, json.loads(line))
        code = self._process.wait()
        drain.join(timeout=1.0)
        text = b"".join(self._error).decode("utf-8", "replace").strip()
        self._tell(self, {"event": GONE, "code": code, "text": text})

    def _drain(self, error: IO[bytes]) -> None:
        while line := error.readline(4096):
            self._error.append(line)


class Runs:
    """Starts runs in one course, a few of them in advance.

    Parameters
    ----------
    root : Path
        The course's folder.
    folder : Path or None
        The folder that `exercises` means there, if it is not the course's own.
    tell : callable
        Called from other threads with every event of every run.
    """

    def __init__(self, root: Path, folder: Path | None, tell: Callable[[Run, Event], None]) -> None:
        self._command = [sys.executable, "-P", str(_RUNNER), str(root)]
        self._command += [str(folder)] if folder else []
        self._tell = tell
        self._spares: list[Run] = []

    def begin(self, files: Sequence[Path]) -> Run:
        """Run check files in the process that has waited longest, or else in a new one."""
        waiting = [spare for spare in self._spares if not spare.is_over]
        run = waiting.pop(0) if waiting else self._started()
        self._spares = waiting
        run.order(files)
        return run

    def refill(self) -> None:
        """Start the missing spares; call it when nothing else must be quick."""
        # A spare that ended by itself would end again: it is replaced when it is needed.
        while len(self._spares) < _SPARES:
            self._spares.append(self._started())

    def forget(self) -> None:
        """End all that wait, because a file that they have loaded was changed."""
        for spare in self._spares:
            spare.end()
        self._spares = []

    def _started(self) -> Run:
        return Run(self._command, self._tell)
