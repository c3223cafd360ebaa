"""The class's figures: totals, exercises, and the misconceptions that many students have."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

from autograder.checking.outcome import Misconception
from autograder.grading.results import Gradebook, SubmissionResult, SubmissionStatus
from autograder.reporting.marks import mark, number, reported_status, total

__all__ = [
    "CommonMisconception",
    "ExerciseSummary",
    "ScoreRange",
    "common_misconceptions",
    "furthest_behind",
    "score_ranges",
    "summarise",
]

_RANGES = 10
_BEHIND = 0.5  # of the points


@dataclass(frozen=True)
class CommonMisconception:
    """A misconception and the students who have it.

    Attributes
    ----------
    exercise : str
        The exercise's id.
    misconception : Misconception
        The misconception.
    students : tuple of str
        Each student once, in the gradebook's order.
    """

    exercise: str
    misconception: Misconception
    students: tuple[str, ...]


@dataclass(frozen=True)
class ExerciseSummary:
    """How a class did in one exercise.

    Attributes
    ----------
    exercise, title : str
        Its id and title.
    possible : float
        Its points.
    marked : int
        How many submissions have a mark in it; refused ones have not.
    all_right : int
        In how many of them every check passes.
    mean : float or None
        The mean of their marks; None without marks, and for an extra.
    """

    exercise: str
    title: str
    possible: float
    marked: int
    all_right: int
    mean: float | None

    @property
    def share(self) -> float | None:
        """The mean as a share of the points, from 0 to 1."""
        if self.mean is None:
            return None
        return self.mean / self.possible if self.possible else 0.0


@dataclass(frozen=True)
class ClassSummary:
    """How a class did.

    Attributes
    ----------
    graded, refused, ungraded : int
        The number of submissions of each status.
    mean, median : float or None
        Of the totals of the graded submissions, without the refused; None without any.
    exercises : tuple of ExerciseSummary
        In course order.
    """

    graded: int
    refused: int
    ungraded: int
    mean: float | None
    median: float | None
    exercises: tuple[ExerciseSummary, ...]


@dataclass(frozen=True)
class Behind:
    """A student with less than half of the points, and where they stand.

    Attributes
    ----------
    student : str
        The student.
    total : float
        The total.
    all_right, nothing_right, exercises : int
        The number of exercises in which every check passes, in which none does, and of all;
        without the extras.
    first : str
        The id of the first exercise in which a check does not pass.
    """

    student: str
    total: float
    all_right: int
    nothing_right: int
    exercises: int
    first: str


@dataclass(frozen=True)
class ScoreRange:
    """The number of totals in one range; only the last range includes its upper end."""

    low: float
    high: float
    count: int
    is_last: bool

    @property
    def label(self) -> str:
        """The range in words."""
        between = "to" if self.is_last else "to under"
        return f"{number(self.low)} {between} {number(self.high)}"


def summarise(gradebook: Gradebook) -> ClassSummary:
    """Return the class's figures."""
    statuses = [reported_status(result, gradebook) for result in gradebook.results]
    totals = [points for _, points in _graded(gradebook)]
    return ClassSummary(
        graded=statuses.count(SubmissionStatus.GRADED),
        refused=statuses.count(SubmissionStatus.REFUSED),
        ungraded=statuses.count(SubmissionStatus.UNGRADED),
        mean=round(fmean(totals), 2) if totals else None,
        median=round(median(totals), 2) if totals else None,
        exercises=tuple(_exercise_summaries(gradebook)),
    )


def _exercise_summaries(gradebook: Gradebook) -> Iterator[ExerciseSummary]:
    graded = [result for result in gradebook.results if result.status is SubmissionStatus.GRADED]
    for exercise, title, possible in gradebook.exercises:
        marks = [points for result in graded if (points := mark(result, exercise)) is not None]
        right = [
            found
            for result in graded
            for found in result.exercises
            if found.exercise == exercise and found.is_right
        ]
        yield ExerciseSummary(
            exercise=exercise,
            title=title,
            possible=possible,
            marked=len(marks),
            all_right=len(right),
            mean=round(fmean(marks), 2) if marks and possible else None,
        )


def score_ranges(gradebook: Gradebook) -> tuple[ScoreRange, ...]:
    """Return how the totals of the graded submissions spread over ten equal ranges."""
    width = gradebook.possible / _RANGES
    counts = [0] * _RANGES
    for _, points in _graded(gradebook):
        # A total is a sum of decimals: 30 of 100 may be a hair under 30.
        index = int(points / width + 1e-9) if width else 0
        counts[min(index, _RANGES - 1)] += 1
    return tuple(
        ScoreRange(
            low=index * width, high=(index + 1) * width, count=count, is_last=index == _RANGES - 1
        )
        for index, count in enumerate(counts)
    )


def _graded(gradebook: Gradebook) -> Iterator[tuple[SubmissionResult, float]]:
    """Yield each graded submission that has a total, with its total."""
    for result in gradebook.results:
        points = total(result, gradebook)
        if result.status is SubmissionStatus.GRADED and points is not None:
            yield result, points


def common_misconceptions(gradebook: Gradebook, most: int = 3) -> list[CommonMisconception]:
    """Return the most common misconceptions, at most `most` of them.

    A student counts once for a misconception, even if several checks show it. Equal counts are in
    course order, then sorted by the misconception's id.
    """
    known: dict[tuple[str, str], Misconception] = {}
    students: dict[tuple[str, str], dict[str, None]] = {}
    for result in gradebook.results:
        for exercise in result.exercises:
            for check in exercise.checks:
                found = check.outcome.misconception
                if found is not None:
                    key = (exercise.exercise, found.id)
                    known.setdefault(key, found)
                    students.setdefault(key, {})[result.student] = None
    order = {exercise: place for place, (exercise, _, _) in enumerate(gradebook.exercises)}
    ranked = sorted(
        known, key=lambda key: (-len(students[key]), order.get(key[0], len(order)), key)
    )
    return [CommonMisconception(key[0], known[key], tuple(students[key])) for key in ranked[:most]]


def furthest_behind(gradebook: Gradebook) -> list[Behind]:
    """Return the graded students with less than half of the points, the lowest total first."""
    found = []
    for result, points in _graded(gradebook):
        counted = [exercise for exercise in result.exercises if exercise.possible]
        open_still = [exercise for exercise in counted if not exercise.is_right]
        if points >= _BEHIND * gradebook.possible or not open_still:
            continue
        found.append(
            Behind(
                student=result.student,
                total=points,
                all_right=len(counted) - len(open_still),
                nothing_right=sum(not exercise.passed for exercise in counted),
                exercises=len(counted),
                first=open_still[0].exercise,
            )
        )
    return sorted(found, key=lambda behind: behind.total)
