"""The two ways to isolate, by name, and what each needs of the machine."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from autograder.course.limits import Limits
from autograder.isolation.budget import Budget
from autograder.isolation.errors import NotIsolated
from autograder.isolation.pool import ProcessPool
from autograder.isolation.program import command
from autograder.isolation.requirement import require
from autograder.isolation.session import Session, Supplied

__all__ = ["MODES", "Isolation", "LayerReport", "layer_report", "open_isolation"]

MODES: Final = ("strict", "process")

_SECONDS_TO_SURVEY = 30.0


class Isolation(Protocol):
    """What opens sessions; a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @property
    def layers(self) -> Mapping[str, str]:
        """Each layer of isolation, with the reason why it is absent: empty where it holds."""
        ...

    def open(
        self,
        modules: Mapping[str, bytes],
        supplied: Supplied | None = None,
        budget: Budget | None = None,
        limits: Mapping[str, Limits] | None = None,
        packages: Mapping[str, Sequence[str]] | None = None,
    ) -> Session:
        """Return a session for one submission; see `ForkServer.open`."""
        ...


@dataclass(frozen=True)
class LayerReport:
    """What a mode has on this machine.

    Attributes
    ----------
    mode : str
        `strict` or `process`.
    absent : mapping of str to str
        Each layer, with the reason why it is absent: empty where it holds.
    """

    mode: str
    absent: Mapping[str, str]

    @property
    def record(self) -> str:
        """One line for the record of a run: the mode, what holds and what does not."""
        if self.mode == "process":
            return "process: a process a submission; no layer of the system confines it"
        held = ", ".join(name for name, reason in self.absent.items() if not reason)
        lacking = "; ".join(
            f"{name} absent: {reason}" for name, reason in self.absent.items() if reason
        )
        return f"strict: {held}" + (f"; {lacking}" if lacking else "")


def open_isolation(
    mode: str, limits: Limits, packages: Sequence[str] = (), datasets: Path | None = None
) -> Isolation:
    """Return what opens sessions in this mode, not yet entered.

    Parameters
    ----------
    mode : str
        `strict` or `process`.
    limits : Limits
        What every process may use, where nothing else is said.
    packages : sequence of str
        Frameworks that its sessions have.
    datasets : Path, optional
        The folder of the course's package `datasets`.

    Raises
    ------
    NotIsolated
        If there is no such mode, or this system cannot have it.
    """
    if mode == "process":
        return ProcessPool(limits, packages, datasets)
    _require_strict(mode)
    # It needs what only Linux has, from its imports on.
    from autograder.isolation.strict import StrictForkServer  # noqa: PLC0415

    return StrictForkServer(limits, packages=packages, datasets=datasets)


def layer_report(mode: str) -> LayerReport:
    """Return what a mode has on this machine, asked of a short-lived process.

    Raises
    ------
    NotIsolated
        If the mode lacks what it needs.
    """
    if mode == "process":
        return LayerReport(mode, ProcessPool(Limits()).layers)
    _require_strict(mode)
    with tempfile.TemporaryDirectory(prefix="nudge-layers-") as folder:
        told = subprocess.run(
            command("report"),
            env={"TMPDIR": folder},
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_SECONDS_TO_SURVEY,
            # Whoever kills this process and its group leaves it to remove the folders it made.
            start_new_session=True,
        )
    if told.returncode:
        said = told.stderr.decode(errors="replace").strip().splitlines()
        raise NotIsolated(f"the worker does not start: {said[-1] if said else 'it says nothing'}")
    found = LayerReport(mode, json.loads(told.stdout))
    require(found.absent)
    return found


def _require_strict(mode: str) -> None:
    if mode != "strict":
        raise NotIsolated(f"there is no isolation {mode!r}; there are {' and '.join(MODES)}")
    if sys.platform != "linux":
        raise NotIsolated(
            "strict isolation needs Linux; grade there, or, for submissions that you trust, ask "
            "for --isolation process, which does not confine them"
        )
