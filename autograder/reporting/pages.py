"""The pages: one for the class, one for each student."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.checking.outcome import WORDS, CheckStatus
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.grading.supplied import supplied_sentences
from autograder.grading.visible import visible, visible_block
from autograder.reporting.class_summary import (
    Behind,
    common_misconceptions,
    furthest_behind,
    score_ranges,
    summarise,
)
from autograder.reporting.marks import (
    extra_mark,
    mark,
    number,
    short_id,
    standing,
    total,
    why_unmarked,
)
from autograder.reporting.reveal import Comparison, Pair

__all__ = ["Pages"]

# A state is told by its word, by the shape of its sign, and by its colour last.
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


class Pages:
    """Renders the pages of a gradebook; the templates are read once.

    Every expression in a template is escaped, and every unseen character in it spelled out.

    Parameters
    ----------
    gradebook : Gradebook
        What the pages show.
    """

    def __init__(self, gradebook: Gradebook) -> None:
        self._gradebook = gradebook
        self._titles = {exercise: title for exercise, title, _ in gradebook.exercises}
        self._templates = Environment(
            loader=PackageLoader("autograder.reporting"),
            autoescape=True,
            finalize=_shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(block=_block, number=number, short=short_id)

    def class_page(self, feedback: Mapping[str, str]) -> str:
        """Return the class page.

        Parameters
        ----------
        feedback : mapping of str to str
            The file name of each student's own page, within `feedback/`.
        """
        # Half of the time of a whole report is importing matplotlib; other commands, which show
        # tables in a terminal alone, need not wait for it.
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
            behind=[_BehindView(each, feedback[each.student]) for each in behind[:_MOST_BEHIND]],
            more_behind=max(len(behind) - _MOST_BEHIND, 0),
            ranges=ranges,
            score_chart=Markup(charts.score_chart(ranges)),
            exercise_chart=Markup(
                charts.exercise_chart([each for each in summary.exercises if each.possible])
            ),
            rows=rows,
            unmarked=[row for row in rows if row.why],
        )

    def feedback_page(
        self, result: SubmissionResult, comparisons: Mapping[str, Comparison] | None = None
    ) -> str:
        """Return one student's page; it names no other student and links to no other page.

        Parameters
        ----------
        result : SubmissionResult
            What the page shows.
        comparisons : mapping of str to Comparison, optional
            What the student may compare with a solution, by exercise.
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
            version=gradebook.record.get("version", ""),
            exercises=[
                self._exercise(
                    exercise,
                    mark(result, exercise.exercise),
                    supplied_sentences(result, exercise),
                    comparisons.get(exercise.exercise, Comparison(())),
                )
                for exercise in result.exercises
            ],
        )

    def _exercise(
        self,
        exercise: ExerciseResult,
        points: float | None,
        supplied: tuple[str, ...],
        comparison: Comparison,
    ) -> "_ExerciseView":
        return _ExerciseView(
            id=exercise.exercise,
            title=self._titles.get(exercise.exercise, exercise.exercise),
            points=points,
            possible=exercise.possible,
            is_extra=not exercise.possible,
            is_right=exercise.is_right,
            line=_state_line(exercise),
            supplied=supplied,
            checks=tuple(_check(check) for check in exercise.checks),
            pairs=comparison.pairs,
        )


# The class page


@dataclass(frozen=True)
class _BehindView:
    """One student who may need a word, and where their page is."""

    who: Behind
    page: str


@dataclass(frozen=True)
class _Cell:
    """One mark in the class table; `shade` from 0 (nothing) to 4 (all)."""

    points: float | None
    extra: str = ""  # in place of points
    is_right: bool = False
    word: str = ""
    shade: int = 0


@dataclass(frozen=True)
class _Row:
    """One student in the class table."""

    student: str
    page: str
    source: str
    cells: tuple[_Cell, ...]
    total: float | None
    word: str
    why: str


def _row(result: SubmissionResult, gradebook: Gradebook, page: str) -> _Row:
    words = {
        SubmissionStatus.GRADED: "",
        SubmissionStatus.REFUSED: "refused",
        SubmissionStatus.UNGRADED: "no mark",
    }
    return _Row(
        student=result.student,
        page=page,
        source=result.source,
        cells=tuple(
            _cell(result, exercise, possible) for exercise, _, possible in gradebook.exercises
        ),
        total=total(result, gradebook),
        word=words[standing(result, gradebook)],
        why=why_unmarked(result, gradebook),
    )


def _cell(result: SubmissionResult, exercise: str, possible: float) -> _Cell:
    points = mark(result, exercise)
    if result.status is not SubmissionStatus.GRADED:
        return _Cell(points)
    if points is None:
        return _Cell(points, word="no mark")
    found = next(found for found in result.exercises if found.exercise == exercise)
    if not possible:
        extra = extra_mark(result, exercise)
        return _Cell(points, extra, found.is_right, _cell_word(found))
    shade = int(points / possible * _SHADES)
    return _Cell(points, "", found.is_right, _cell_word(found), shade)


def _cell_word(exercise: ExerciseResult) -> str:
    if all(check.outcome.status is CheckStatus.TODO for check in exercise.checks):
        return "to write"
    return "carried" if exercise.supplied else ""


# A student's page


@dataclass(frozen=True)
class _CheckView:
    """One check as its student may see it."""

    status: str
    word: str
    sign: str
    sentence: str
    hidden: bool
    points: float
    possible: float
    calls: tuple[tuple[str, str], ...]  # called, expected, got; empty if they are kept back
    mistake: str
    hint: str
    note: str


@dataclass(frozen=True)
class _ExerciseView:
    """One exercise as its student may see it."""

    id: str
    title: str
    points: float | None
    possible: float
    is_extra: bool
    is_right: bool
    line: str
    supplied: tuple[str, ...]
    checks: tuple[_CheckView, ...]
    pairs: tuple[Pair, ...]


def _check(check: CheckResult) -> _CheckView:
    """Return what a student may see.

    Of a hidden check that is its sentence, its state, its points and the kit's own question: the
    call and the answer would give its inputs away, and a note may quote them.
    """
    outcome = check.outcome
    failed = outcome.status is CheckStatus.FAIL
    lines = outcome.lines if failed else None
    calls: tuple[tuple[str, str], ...] = ()
    if lines is not None and not check.hidden:
        calls = (("called", lines.called), ("expected", lines.expected), ("got", lines.got))
    known = outcome.misconception if failed else None
    hint = known.hint if known else lines.hint if lines else ""
    return _CheckView(
        status=outcome.status.value,
        word=_WORDS[outcome.status],
        sign=_SIGNS[outcome.status],
        sentence=check.sentence,
        hidden=check.hidden,
        points=check.points,
        possible=check.possible,
        calls=calls,
        mistake=known.name if known else "",
        hint=hint,
        note="" if check.hidden else outcome.note,
    )


def _state_line(exercise: ExerciseResult) -> str:
    """Return how an exercise stands in words: `4 right, 2 not yet, 1 to write`."""
    if exercise.is_right and exercise.passed == len(exercise.checks):
        return "all right"
    states = Counter[CheckStatus | None](check.outcome.status for check in exercise.checks)
    return ", ".join(f"{states[state]} {word}" for state, word in _WORDS.items() if states[state])


# What every expression of a template goes through


def _shown(value: Any) -> Any:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


def _block(text: str) -> Markup:
    """Return text of several lines, escaped, with its lines kept."""
    return escape(visible_block(text))
