"""The pages: one for the class, one for each student."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.checking.outcome import TOGETHER, WORDS, CheckStatus
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
    remarks,
)
from autograder.grading.visible import visible, visible_block
from autograder.reporting.analysis import Analysis, analyse, other_ends
from autograder.reporting.class_summary import (
    common_misconceptions,
    furthest_behind,
    score_ranges,
    summarise,
)
from autograder.reporting.concepts import common_concepts
from autograder.reporting.marks import (
    STATUS_WORDS,
    extra_mark,
    load_remarks,
    mark,
    number,
    percent,
    reported_status,
    short_id,
    signed,
    total,
    why_unmarked,
)
from autograder.reporting.reveal import Pair

__all__ = ["Pages"]

# A status is shown by a word, by the shape of a sign, and last by a colour.
_WORDS = {**WORDS, CheckStatus.FAIL: "not yet", CheckStatus.ERROR: "not checked: our fault"}
_SIGNS = {
    CheckStatus.PASS: "✓",
    CheckStatus.FAIL: "△",
    CheckStatus.TODO: "○",
    CheckStatus.BLOCKED: "‖",
    CheckStatus.SKIPPED: "·",
    CheckStatus.ERROR: "?",
}
_SHADES = 4
_MOST_BEHIND = 5
_MOST_FLAGS = 5
_View = dict[str, Any]  # the values that a template shows of one thing


@cache
def _templates() -> Environment:
    """Return what reads the templates, each once a process."""
    templates = Environment(
        loader=PackageLoader("autograder.reporting"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        block=_block,
        number=number,
        short=short_id,
        percent=percent,
        correlation=signed,
        ends=other_ends,
    )
    return templates


class Pages:
    """Renders the pages of a gradebook.

    Every expression in a template is escaped, and every unseen character in it spelled out.

    Parameters
    ----------
    gradebook : Gradebook
        The gradebook that the pages show.
    """

    def __init__(self, gradebook: Gradebook) -> None:
        self._gradebook = gradebook
        self._titles = {exercise: title for exercise, title, _ in gradebook.exercises}
        self._templates = _templates()

    def class_page(self, feedback: Mapping[str, str]) -> str:
        """Return the class page.

        Parameters
        ----------
        feedback : mapping of str to str
            The file name of each student's own page, within `feedback/`.
        """
        # Importing matplotlib takes half of a report's time; commands that only show tables in a
        # terminal must not wait for it.
        from autograder.reporting import charts  # noqa: PLC0415

        gradebook = self._gradebook
        summary = summarise(gradebook)
        ranges = score_ranges(gradebook)
        rows = [_row(result, gradebook, feedback[result.student]) for result in gradebook.results]
        behind = furthest_behind(gradebook)
        return self._templates.get_template("index.html.j2").render(
            gradebook=gradebook,
            titles=self._titles,
            summary=summary,
            date=gradebook.record.get("date", ""),
            again=common_misconceptions(gradebook),
            concepts=common_concepts(gradebook),
            analysis=self.analysis,
            flags=self.analysis.flags[:_MOST_FLAGS],
            behind=[
                {"who": each, "page": feedback[each.student]} for each in behind[:_MOST_BEHIND]
            ],
            more_behind=max(len(behind) - _MOST_BEHIND, 0),
            ranges=ranges,
            score_chart=Markup(charts.score_chart(ranges)),
            exercise_chart=Markup(
                charts.exercise_chart([each for each in summary.exercises if each.possible])
            ),
            rows=rows,
            load=load_remarks(gradebook),
            unmarked=[row for row in rows if row["why"]],
        )

    @cached_property
    def analysis(self) -> Analysis:
        """The analysis of the checks."""
        return analyse(self._gradebook)

    def analysis_page(self) -> str:
        """Return the page about the checks; it names no student."""
        return self._templates.get_template("analysis.html.j2").render(
            gradebook=self._gradebook,
            date=self._gradebook.record.get("date", ""),
            analysis=self.analysis,
        )

    def feedback_page(
        self, result: SubmissionResult, comparisons: Mapping[str, tuple[Pair, ...]] | None = None
    ) -> str:
        """Return one student's page; it names no other student and links to no other page.

        Parameters
        ----------
        result : SubmissionResult
            The result that the page shows.
        comparisons : mapping of str to tuple of Pair, optional
            The parts that the student may compare with a solution, by exercise.
        """
        comparisons = comparisons or {}
        gradebook = self._gradebook
        return self._templates.get_template("feedback.html.j2").render(
            gradebook=gradebook,
            result=result,
            is_refused=result.status is SubmissionStatus.REFUSED,
            is_ungraded=result.status is SubmissionStatus.UNGRADED,
            total=total(result, gradebook),
            date=gradebook.record.get("date", ""),
            version=gradebook.record.get("nudge", ""),
            exercises=[
                self._exercise(result, exercise, comparisons.get(exercise.exercise, ()))
                for exercise in result.exercises
            ],
        )

    def _exercise(
        self, result: SubmissionResult, exercise: ExerciseResult, pairs: Sequence[Pair]
    ) -> _View:
        return {
            "id": exercise.exercise,
            "title": self._titles.get(exercise.exercise, exercise.exercise),
            "points": mark(result, exercise.exercise),
            "possible": exercise.possible,
            "is_extra": not exercise.possible,
            "is_right": exercise.is_right,
            "line": _status_line(exercise),
            "remarks": remarks(result, exercise),
            "checks": [_check(check) for check in exercise.checks],
            "pairs": pairs,
        }


# The class page


def _row(result: SubmissionResult, gradebook: Gradebook, page: str) -> _View:
    """Return one student's row of the class table."""
    return {
        "student": result.student,
        "page": page,
        "source": result.source,
        "cells": [
            _cell(result, exercise, possible) for exercise, _, possible in gradebook.exercises
        ],
        "total": total(result, gradebook),
        "word": STATUS_WORDS[reported_status(result, gradebook)],
        "why": why_unmarked(result, gradebook),
    }


def _cell(result: SubmissionResult, exercise: str, possible: float) -> _View:
    """Return one mark of the class table; `shade` goes from 0 (nothing) to 4 (all)."""
    points = mark(result, exercise)
    cell: _View = {"points": points, "extra": "", "is_right": False, "word": "", "shade": 0}
    if result.status is not SubmissionStatus.GRADED:
        return cell
    if points is None:
        return cell | {"word": "no mark"}
    found = next(found for found in result.exercises if found.exercise == exercise)
    cell |= {"is_right": found.is_right, "word": _cell_word(found)}
    if not possible:
        return cell | {"extra": extra_mark(result, exercise)}
    return cell | {"shade": int(points / possible * _SHADES)}


def _cell_word(exercise: ExerciseResult) -> str:
    if all(check.outcome.status is CheckStatus.TODO for check in exercise.checks):
        return "to write"
    if exercise.under_load:
        return "under load"
    return "supplied" if exercise.supplied else ""


# A student's page


def _check(check: CheckResult) -> _View:
    """Return the parts of a check that a student may see.

    A hidden check shows its sentence, its status, its points and the kit's own question: the call
    and the answer would give its inputs away, and a note may quote them.
    """
    outcome = check.outcome
    failed = outcome.status is CheckStatus.FAIL
    lines = outcome.lines if failed else None
    calls: tuple[tuple[str, str], ...] = ()
    if lines is not None and not check.hidden:
        calls = (("called", lines.called), ("expected", lines.expected), ("got", lines.got))
    known = outcome.misconception if failed else None
    return {
        "status": outcome.status.value,
        "word": _WORDS[outcome.status],
        "sign": _SIGNS[outcome.status],
        "sentence": check.sentence,
        "hidden": check.hidden,
        "points": check.points,
        "possible": check.possible,
        "calls": calls,
        "mistake": known.name if known else "",
        "hint": known.hint if known else lines.hint if lines else "",
        "note": _note(check),
    }


def _note(check: CheckResult) -> str:
    if check.outcome.status is not CheckStatus.PASS:
        return "" if check.hidden else check.outcome.note
    # Any other remark about a pass stands beside the exercise, once.
    return "" if check.group_holds else TOGETHER


def _status_line(exercise: ExerciseResult) -> str:
    """Return the status of an exercise in words: `4 right, 2 not yet, 1 to write`."""
    if exercise.is_right and exercise.passed == len(exercise.checks):
        return "all right"
    states = Counter[CheckStatus | None](check.outcome.status for check in exercise.checks)
    return ", ".join(f"{states[state]} {word}" for state, word in _WORDS.items() if states[state])


# Every expression of a template goes through these


def _shown(value: Any) -> Any:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


def _block(text: str) -> Markup:
    """Return text of several lines, escaped, with its line breaks."""
    return escape(visible_block(text))
