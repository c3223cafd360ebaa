"""`--isolation process`: a fresh interpreter for each session, and no promise beyond that."""

import os
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from autograder.course.limits import Limits
from autograder.isolation.budget import Budget
from autograder.isolation.errors import IsolationError
from autograder.isolation.folders import remove_tree
from autograder.isolation.output import Printing
from autograder.isolation.piped import PipedProcess
from autograder.isolation.program import command, environment
from autograder.isolation.scratch import Scratch
from autograder.isolation.session import Session, Supplied

__all__ = ["NOT_PROMISED", "ProcessPool"]

NOT_PROMISED: Final = (
    "isolation: process. Each submission has a process of its own, with limits on time and "
    "output. That does not keep code from reading or changing this account's files, from using "
    "the network, from starting processes that stay, or from disturbing other submissions. "
    "Grade what you do not trust on Linux, with --isolation strict."
)
_REASON: Final = "not used with --isolation process"
_LAYERS: Final = (*("privileges", "rlimits", "landlock", "seccomp", "namespaces", "disk", "root"),)
_SECONDS_TO_START = 90.0


class ProcessPool:
    """Starts an interpreter for each session; the counterpart of `ForkServer`.

    Parameters
    ----------
    limits : Limits
        What every process of every session may use, where nothing else is said.
    packages : sequence of str
        Frameworks that its sessions have besides NumPy.
    datasets : Path, optional
        The folder of the course's package `datasets`.
    """

    def __init__(
        self, limits: Limits, packages: Sequence[str] = (), datasets: Path | None = None
    ) -> None:
        self._limits = limits
        self._packages = tuple(packages)
        self._datasets = datasets
        self._scratch: Scratch | None = None

    @property
    def layers(self) -> Mapping[str, str]:
        """Each layer of isolation, with the reason why it is absent."""
        return dict.fromkeys(_LAYERS, _REASON)

    def __enter__(self) -> Self:
        self._scratch = Scratch()
        self._environment = environment(self._scratch.folder, self._packages)
        # Once, so that matplotlib has its list of fonts, and to see that it starts at all.
        try:
            subprocess.run(
                command("single", self._packages, self._datasets, warm=True),
                env=self._environment | _needed(),
                cwd=self._scratch.folder,
                check=True,
                capture_output=True,
                timeout=_SECONDS_TO_START,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self.stop()
            said = (getattr(error, "stderr", b"") or b"").decode(errors="replace").splitlines()
            last = f": {said[-1]}" if said else ""
            raise IsolationError(f"the worker does not start{last}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Remove the folder; sessions end their own processes."""
        scratch, self._scratch = self._scratch, None
        if scratch is not None:
            scratch.remove()

    def open(
        self,
        modules: Mapping[str, bytes],
        supplied: Supplied | None = None,
        budget: Budget | None = None,
        limits: Mapping[str, Limits] | None = None,
        packages: Mapping[str, Sequence[str]] | None = None,
    ) -> Session:
        """Return a session for one submission; see `ForkServer.open`."""
        return Session(
            self,
            self._limits,
            modules,
            supplied or {},
            budget or Budget(self._limits.submission_seconds),
            limits or {},
            packages or {},
        )

    def launch(self, printing: Printing, limits: Limits) -> PipedProcess:
        """Start a process in a folder of its own; for sessions.

        Raises
        ------
        IsolationError
            If this is not entered, or the process does not start.
        """
        if self._scratch is None:
            raise IsolationError("no process can be started: the run has ended")
        folder = self._scratch.folder / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        own = {"HOME": str(folder), "TMPDIR": str(folder)}
        try:
            everything = self._environment | own | _needed()
            return PipedProcess(
                folder, everything, limits, printing, self._packages, self._datasets
            )
        except OSError as error:
            raise IsolationError(f"a worker does not start ({error})") from error

    def end(self, process: PipedProcess) -> int:
        """Kill a process, remove its folder; for sessions.

        Returns
        -------
        int
            Its exit code, or -signal.
        """
        code = process.kill()
        _remove(process.folder)
        return code


def _needed() -> dict[str, str]:
    """Return what an interpreter cannot start without on Windows."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _remove(folder: Path) -> None:
    try:
        remove_tree(folder)
    except OSError as error:
        raise IsolationError(f"cannot remove {folder}: {error.strerror}") from error
