"""From the result of an exercise to its notebook: the points and the text of each grade cell."""

import html
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from autograder.checking.in_notebook import UNITS, Group, whole_units
from autograder.checking.outcome import TOGETHER, WORDS, CheckStatus
from autograder.grading.results import (
    CheckResult,
    SubmissionResult,
    SubmissionStatus,
    remarks,
)
from autograder.grading.visible import visible, visible_block

__all__ = ["OUR_FAULT", "CellMark", "NotebookMarks", "cell_marks", "quoted"]

OUR_FAULT: Final = (
    "There is no mark for this cell yet, and that is our fault, not yours: the grading itself "
    "failed, and your instructor can see why."
)

_WORDS: Final = {**WORDS, CheckStatus.ERROR: "no mark"}


@dataclass(frozen=True)
class CellMark:
    """The mark of one grade cell of one student.

    Attributes
    ----------
    id : str
        The cell's id.
    points : float or None
        The mark; None where a person must decide because the kit failed.
    possible : float
        The cell's points.
    report : str
        The text that the cell shows, several lines.
    comment : str
        In Markdown, of the kit's own words alone, for the answer above the cell; empty if there
        is nothing to say.
    """

    id: str
    points: float | None
    possible: float
    report: str
    comment: str = ""


@dataclass(frozen=True)
class NotebookMarks:
    """The marks of one notebook of a submission.

    Attributes
    ----------
    name : str
        The notebook's name.
    marks : tuple of CellMark
        Of its grade cells.
    untouched : collection of str
        The answers that are unchanged.
    absent : str
        Why the submission has no such notebook; empty if it has one.
    """

    name: str
    marks: tuple[CellMark, ...]
    untouched: Collection[str] = ()
    absent: str = ""


def cell_marks(
    groups: Iterable[Group], result: SubmissionResult, worth: Mapping[str, float] | None = None
) -> tuple[CellMark, ...]:
    """Return the marks of grade cells, in the order of `groups`.

    Parameters
    ----------
    groups : iterable of Group
        Which checks belong to which cell; of one notebook or of many.
    result : SubmissionResult
        The student's result.
    worth : mapping of str to float, optional
        The cells' points in the gradebook, where an instructor may have changed them.

    Notes
    -----
    Rounded to two decimals, the cells of an exercise add up to its mark in `nudge grade`.
    """
    return tuple(
        _marked(group, (worth or {}).get(group.id, group.points), result) for group in groups
    )


def _marked(group: Group, possible: float, result: SubmissionResult) -> CellMark:
    if result.status is SubmissionStatus.REFUSED:
        reason = f"Nothing in what you handed in could be graded: {visible(result.reason)}"
        return CellMark(group.id, 0.0, possible, reason, quoted(reason))
    exercise = next((one for one in result.exercises if one.exercise == group.exercise), None)
    found = {} if exercise is None else {check.check: check for check in exercise.checks}
    checks = [found[name] for name in group.checks if name in found]
    if (
        result.status is SubmissionStatus.UNGRADED
        or exercise is None
        or len(checks) < len(group.checks)
        or any(check.outcome.status is CheckStatus.ERROR for check in checks)
    ):
        return CellMark(group.id, None, possible, OUR_FAULT, OUR_FAULT)
    worth = sum(check.possible for check in checks)
    # An extra has no points.
    share = sum(check.points for check in checks) / worth if worth else 0.0
    points = whole_units(possible * share) / UNITS
    remarked = remarks(result, replace(exercise, checks=tuple(checks)))
    return CellMark(
        group.id,
        min(points, possible),
        possible,
        _report(group, remarked, checks, points, possible),
        _comment(remarked, checks),
    )


def _report(
    group: Group,
    remarked: Sequence[str],
    checks: Sequence[CheckResult],
    points: float,
    possible: float,
) -> str:
    lines = [line for check in checks for line in _told(check)]
    lines += remarked
    right = sum(check.outcome.status is CheckStatus.PASS for check in checks)
    title = group.id.replace("_", " ", 1)
    lines.append(f"{title}: {right} of {len(checks)} right, {points:.4g} of {possible:.4g} points")
    return visible_block("\n".join(lines))


def _told(check: CheckResult) -> list[str]:
    """Return the lines of a check that a student may read, as on the feedback page."""
    outcome = check.outcome
    lines = [f"{_WORDS[outcome.status]:<9} {check.sentence}"]
    if outcome.status is CheckStatus.PASS and not check.group_holds:
        lines += _indented("", TOGETHER)
    if outcome.status is CheckStatus.FAIL:
        told = outcome.lines
        known = outcome.misconception
        if check.hidden:
            lines.append("    This check is not in your notebook, so its call is not shown.")
        elif told is not None:
            for name in ("called", "expected", "got"):
                lines += _indented(name, getattr(told, name))
        if known is not None:
            lines += _indented("hint", f"{known.hint}  [{known.name}]")
        elif told is not None and told.hint:
            lines += _indented("hint", told.hint)
    if outcome.note and not check.hidden:
        lines += _indented("", outcome.note)
    return lines


def _indented(name: str, text: str) -> list[str]:
    first, *rest = text.splitlines() or [""]
    head = f"{name:<9} " if name else ""
    return [f"    {head}{first}", *(f"    {' ' * len(head)}{line}" for line in rest)]


def _comment(remarked: Iterable[str], checks: Sequence[CheckResult]) -> str:
    """Return the recognised misconceptions and their questions, each once."""
    failed = [check.outcome for check in checks if check.outcome.status is CheckStatus.FAIL]
    known = {one.misconception.id: one.misconception for one in failed if one.misconception}
    said = [
        f"This looks like a common misconception: **{quoted(one.name)}**. {quoted(one.hint)}"
        for one in known.values()
    ]
    if not said:
        said = [*dict.fromkeys(quoted(one.lines.hint) for one in failed if one.lines)]
    return "\n\n".join([*said, *map(quoted, remarked)])


def quoted(text: str) -> str:
    """Return text in which nothing acts as Markdown or HTML."""
    text = visible(html.escape(text, quote=False))
    return "".join(f"\\{letter}" if letter in "\\`*_[]#$|~" else letter for letter in text)
