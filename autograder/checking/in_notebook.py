"""Checks in a notebook: a grade cell's call, its printed lines and its points.

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

from autograder.calls.answer import Caller
from autograder.checking.check import CourseCheck, load_checks, points_earned
from autograder.checking.context import CheckContext
from autograder.checking.earlier_answers import EarlierAnswers
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import (
    IN_FLOAT32,
    TOGETHER,
    WORDS,
    CheckStatus,
    KitFault,
    Outcome,
    broken_groups,
)
from autograder.checking.own import OwnContext
from autograder.checking.run import run_check, with_names
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
        The points of the cell.
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
        If the file is missing or does not hold groups.
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


_Ended = tuple[CourseCheck, Outcome]


class NotebookChecks:
    """The functions that the cells of a notebook call.

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
        # The cells that were interrupted in a check: it may never end.
        self._interrupted: set[str] = set()
        self.earlier = EarlierAnswers(load_course(root), here)

    def with_hidden_checks(self) -> None:
        """Let the next `grade` also run the checks that only the instructor has."""
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
            ended = self._ended(course, exercise, found, groups, namespace)
        possible = sum(check.declared.points for check, _ in ended)
        earned = points_earned([(check.declared, outcome) for check, outcome in ended])
        points = whole_units(found.points * earned / possible) / UNITS
        print(*_report(found, ended, points), sep="\n")
        if (text := printed.getvalue()).strip():
            print("Your code printed:")
            print(text[:_LONGEST_PRINT] + ("…" if len(text) > _LONGEST_PRINT else ""))
        return points

    def _ended(
        self,
        course: Course,
        exercise: Exercise,
        group: Group,
        groups: Mapping[str, Group],
        namespace: Mapping[str, Any],
    ) -> list[_Ended]:
        """Run the checks of a cell.

        Raises
        ------
        KitFault
            If the kit fails in one of them.
        """
        context = _NotebookContext(course, exercise, namespace)
        checks = {check.name: check for check in load_checks(course, exercise)}
        if missing := [name for name in group.checks if name not in checks]:
            raise KitFault(f"the kit has no check {missing[0]}; make the notebooks again")
        outcomes = {name: self._run(checks[name], context, group.id) for name in group.checks}
        if any(one.status is CheckStatus.FAIL or one.met_container for one in outcomes.values()):
            # A mistake's name, and who pays for a container, rest on all checks of the exercise.
            cell_of = {name: one.id for one in groups.values() for name in one.checks}
            every = {
                name: outcomes[name]
                if name in outcomes
                else self._run(check, context, cell_of[name])
                for name, check in checks.items()
                if name in outcomes or cell_of[name] not in self._interrupted
            }
            outcomes = with_names(exercise, context.paid(exercise, every), context)
        ended = [(checks[name], outcomes[name]) for name in group.checks]
        for check, outcome in ended:
            if outcome.status is CheckStatus.ERROR:
                raise KitFault(
                    f"this is a fault of the kit, not of your code: {check.name}: "
                    f"{outcome.note}\n{outcome.trace}"
                )
        return ended

    def _run(self, check: CourseCheck, context: CheckContext, cell: str) -> Outcome:
        self._interrupted.add(cell)
        outcome = run_check(check, context)  # an interrupt goes on from here
        self._interrupted.discard(cell)
        return outcome

    def _hidden_root(self) -> Path:
        # Not in the notebook's own folder: a student chooses what is in there.
        for folder in self._kit.resolve().parent.parents:
            if (folder / HIDDEN / GROUPS).is_file():
                return folder / HIDDEN
        raise UserError(
            f"the folder {HIDDEN} is in no folder above {self._kit}; run this in the nbgrader "
            "course that `nudge notebooks` wrote"
        )


class _NotebookContext(OwnContext):
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


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    """Catch all that student code prints: nbgrader takes a word on stderr for a failure.

    A log's handler keeps the stream that was there when it was made, and a library written in C
    knows the file's number alone.
    """
    printed = io.StringIO()
    stream = sys.stderr
    own_write = vars(stream).get("write") if hasattr(stream, "__dict__") else None
    with contextlib.ExitStack() as until_done:
        with contextlib.suppress(OSError):  # there may be no file of this number
            kept = os.dup(2)
            until_done.callback(os.close, kept)
            until_done.callback(os.dup2, kept, 2)
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
                os.dup2(nowhere.fileno(), 2)
        with contextlib.suppress(AttributeError):  # the write of a stream in C cannot be replaced
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


def _report(group: Group, ended: Sequence[_Ended], points: float) -> list[str]:
    title = group.id.replace("_", " ", 1)
    states = [outcome.status for _, outcome in ended]
    if all(state is CheckStatus.TODO for state in states):
        return [ended[0][1].note]
    lines = []
    broken = broken_groups((check.declared.group, outcome) for check, outcome in ended)
    for check, outcome in ended:
        state = outcome.status
        lines.append(f"{WORDS[state]:<9} {check.declared.sentence}")
        if state is CheckStatus.PASS and check.declared.group in broken:
            lines.append(f"    {TOGETHER}")
        if state is CheckStatus.FAIL and outcome.lines is not None:
            told = str(outcome.lines).splitlines()
            if check.name in group.hidden:
                told = told[-1:]  # its call is the instructor's own
            lines += [f"    {line}" for line in told]
        elif state in (CheckStatus.TODO, CheckStatus.BLOCKED, CheckStatus.SKIPPED):
            lines.append(f"    {outcome.note}")
    if any(outcome.in_float32 for _, outcome in ended):
        lines.append(f"          {IN_FLOAT32}")
    right = states.count(CheckStatus.PASS)
    lines.append(
        f"{title}: {right} of {len(ended)} right, {points:.4g} of {group.points:.4g} points"
    )
    return lines
