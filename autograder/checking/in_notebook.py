"""Checks in a notebook: what a grade cell calls, prints and is worth.

The notebook's own namespace is the student's module. The last value of a grade cell, a plain
float, is what nbgrader takes for the points earned; everything else is printed, and nothing to
stderr, which nbgrader takes for a failure.
"""

import contextlib
import io
import json
import os
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.checking import plugin
from autograder.checking.calls import Caller
from autograder.checking.check import Check, declared
from autograder.checking.earlier_answers import EarlierAnswers
from autograder.checking.examination import OwnExamination
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import WORDS, KitFault, Outcome, State
from autograder.checking.quiet_pytest import run_checks
from autograder.course import Course, Exercise, UserError, load_course

__all__ = [
    "GROUPS",
    "HIDDEN",
    "UNITS",
    "Group",
    "NotebookChecks",
    "read_groups",
    "whole_units",
]

GROUPS: Final = "groups.json"
HIDDEN: Final = "hidden_checks"  # the folder beside source/ that no student gets

UNITS: Final = 2**20  # of a point: sums of them are exact in binary

_LONGEST_PRINT: Final = 2_000


@dataclass(frozen=True)
class Group:
    """The checks of one grade cell.

    Attributes
    ----------
    id : str
        The cell's id, `e07_dense_forward`.
    exercise : str
        The exercise's id.
    points : float
        What the cell is worth.
    checks : tuple of str
        The names of the checks.
    hidden : tuple of str
        Those among them that no student gets.
    """

    id: str
    exercise: str
    points: float
    checks: tuple[str, ...]
    hidden: tuple[str, ...] = ()


def read_groups(path: Path) -> dict[str, Group]:
    """Read the groups of a kit from its `groups.json`.

    Raises
    ------
    KitFault
        If the file is missing or is none.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            key: Group(
                key,
                row["exercise"],
                float(row["points"]),
                tuple(row["checks"]),
                tuple(row["hidden"]),
            )
            for key, row in rows.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KitFault(f"{path} cannot be read ({error}); make the notebooks again") from error


def whole_units(points: float) -> int:
    """Return points as a whole number of the smallest part that a cell is worth."""
    return round(points * UNITS)


@dataclass(frozen=True)
class _Ended:
    """One check of a cell and how it ended."""

    name: str
    check: Check
    outcome: Outcome


class NotebookChecks:
    """What the cells of a notebook call.

    Parameters
    ----------
    root : Path
        The unpacked kit: manifest, public checks, answer keys, groups.
    kit : Path
        The kit's archive; the hidden checks, where there are any, are in a folder above it.
    here : Path
        The notebook's folder, where earlier notebooks are looked for.
    """

    def __init__(self, root: Path, kit: Path, here: Path) -> None:
        self._root = root
        self._kit = kit
        self._with_hidden = False
        self.earlier = EarlierAnswers(load_course(root), here)

    def with_hidden_checks(self) -> None:
        """Have the next `grade` run the checks that only the instructor has, too."""
        self._with_hidden = True

    def grade(self, group: str, namespace: Mapping[str, Any] | None = None) -> float:
        """Run the checks of one cell, print how they ended and return the points earned.

        Where the hidden checks are not there, the others stand for the whole.

        Parameters
        ----------
        group : str
            The cell's id.
        namespace : mapping of str to object, optional
            The student's module; the notebook's globals if not given.

        Raises
        ------
        KitFault
            If the kit itself fails: no verdict is possible.
        UserError
            If the hidden checks are asked for and not there.
        """
        root = self._hidden_root() if self._with_hidden else self._root
        self._with_hidden = False
        groups = read_groups(root / GROUPS)
        if group not in groups:
            raise UserError(
                f"there is no cell {group!r} in this course; it has {', '.join(groups)}"
            )
        found = groups[group]
        course = load_course(root)
        exercise = course.exercise(found.exercise)
        if namespace is None:
            namespace = vars(sys.modules["__main__"])
        with _quiet() as printed:
            ended = _examined(course, exercise, found, namespace)
        possible = sum(one.check.points for one in ended)
        earned = sum(one.check.points for one in ended if one.outcome.state is State.PASS)
        points = whole_units(found.points * earned / possible) / UNITS
        for line in _report(found, ended, points):
            print(line)
        _show_printed(printed.getvalue())
        return points

    def _hidden_root(self) -> Path:
        # Not in the notebook's own folder: a student chooses what is in there.
        for folder in self._kit.resolve().parent.parents:
            if (folder / HIDDEN / GROUPS).is_file():
                return folder / HIDDEN
        raise UserError(
            f"the folder {HIDDEN} is in no folder above {self._kit}; run this in the nbgrader "
            "course that `nudge notebooks` wrote"
        )


class _NotebookExamination(OwnExamination):
    """A notebook in its kernel: its namespace for one exercise, other notebooks for the rest."""

    def __init__(self, course: Course, exercise: Exercise, namespace: Mapping[str, Any]) -> None:
        super().__init__(course)
        self._own = exercise
        self._namespace = namespace

    def _caller(self, exercise: Exercise) -> Caller:
        if exercise.id != self._own.id:
            return super()._caller(exercise)
        module = types.ModuleType(exercise.id)
        # The functions keep the namespace in which they were defined.
        module.__dict__.update(self._namespace)
        return InProcessCaller(f"{exercise.id}.ipynb", lambda: module, exercise.packages)


class _CellRun:
    """The pytest side: a plugin whose run loop runs one cell's checks."""

    def __init__(self, course: Course, examination: OwnExamination, wanted: Sequence[str]) -> None:
        self.ended: list[_Ended] = []
        self.fault = ""
        self._course = course
        self._examination = examination
        self._wanted = wanted

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.COURSE] = self._course
        config.stash[plugin.EXAMINATION] = self._examination

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.fault = f"{report.nodeid} cannot be read:\n{report.longreprtext}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if _function_name(item) in self._wanted]
        for item in items:
            if not plugin.run_plainly(item):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            check = declared(getattr(item, "function", None))
            assert check is not None
            outcome = item.stash.get(
                plugin.OUTCOME, Outcome(State.ERROR, note="the check ended without an outcome")
            )
            self.ended.append(_Ended(_function_name(item), check, outcome))
            if outcome.state is State.ERROR:
                self.fault = f"{item.name}: {outcome.note}\n{item.stash.get(plugin.FAULT, '')}"
        return True


def _function_name(item: pytest.Item) -> str:
    return str(getattr(item, "originalname", item.name))


def _examined(
    course: Course, exercise: Exercise, group: Group, namespace: Mapping[str, Any]
) -> list[_Ended]:
    examination = _NotebookExamination(course, exercise, namespace)
    run = _CellRun(course, examination, group.checks)
    code = run_checks(course, [exercise], run)
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if not run.fault and {one.name for one in run.ended} != set(group.checks):
        run.fault = f"the checks could not be run (pytest ended with {code})"
    if run.fault:
        raise KitFault(f"this is a fault of the kit, not of your code: {run.fault}")
    return run.ended


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    """Catch what student code prints, by any way: nbgrader takes a word on stderr for a failure.

    A log's handler keeps the stream that was there when it was made, and a library written in C
    knows the file's number alone.
    """
    printed = io.StringIO()
    stream = sys.stderr
    own_write = vars(stream).get("write") if hasattr(stream, "__dict__") else None
    with contextlib.ExitStack() as until_done:
        until_done.enter_context(_file_number_two_to_nowhere())
        with contextlib.suppress(AttributeError):  # a stream written in C has its write for good
            stream.write = printed.write  # type: ignore[method-assign]
            until_done.callback(_give_back, stream, own_write)
        until_done.enter_context(contextlib.redirect_stdout(printed))
        until_done.enter_context(contextlib.redirect_stderr(printed))
        yield printed


def _give_back(stream: Any, write: Any) -> None:
    if write is None:
        del stream.write
    else:
        stream.write = write


@contextlib.contextmanager
def _file_number_two_to_nowhere() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:  # there is none
        yield
        return
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, and no path of anybody's
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _report(group: Group, ended: Sequence[_Ended], points: float) -> list[str]:
    title = group.id.replace("_", " ", 1)
    states = [one.outcome.state for one in ended]
    if all(state is State.TODO for state in states):
        return [ended[0].outcome.note]
    lines = []
    for one in ended:
        state = one.outcome.state
        lines.append(f"{WORDS[state]:<9} {one.check.sentence}")
        if state is State.FAIL and one.outcome.lines is not None:
            # A hidden check's call is the instructor's own.
            told = str(one.outcome.lines).splitlines()
            lines += [f"    {line}" for line in (told[-1:] if one.name in group.hidden else told)]
        elif state in (State.TODO, State.BLOCKED, State.SKIPPED):
            lines.append(f"    {one.outcome.note}")
    right = states.count(State.PASS)
    lines.append(
        f"{title}: {right} of {len(ended)} right, {points:.4g} of {group.points:.4g} points"
    )
    return lines


def _show_printed(text: str) -> None:
    if not text.strip():
        return
    print("Your code printed:")
    print(text[:_LONGEST_PRINT] + ("…" if len(text) > _LONGEST_PRINT else ""))
