"""A class's answers, used to judge the checks: difficulty, discrimination and reliability.

docs/measurement.md defines every figure and says which submissions count.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean
from typing import Final

import numpy as np

from autograder.checking.outcome import CheckStatus, Misconception
from autograder.grading.results import CheckResult, Gradebook, SubmissionResult, SubmissionStatus
from autograder.reporting.marks import percent, reported_status, short_id, signed
from autograder.reporting.reliability import (
    Reliability,
    correlation,
    item_rest_correlation,
    largest_by_chance,
    reliability,
)

__all__ = [
    "FEWEST",
    "Analysis",
    "CheckAnalysis",
    "ConceptAnalysis",
    "Distractor",
    "ExerciseAnalysis",
    "Figures",
    "Flag",
    "LeftOut",
    "Shares",
    "analyse",
    "other_ends",
]

FEWEST: Final = 10  # students; with fewer, no correlation, no reliability and no flag
_KINDS: Final = ("nobody", "negative", "everybody")  # of flags, in the order of their use
_ONE_SIDED: Final = 1.6448536269514722  # the normal quantile of 95 %
_Key = tuple[str, str]  # an exercise and a check


@dataclass(frozen=True)
class Shares:
    """How the answers to some checks ended, as shares that add up to 1.

    Attributes
    ----------
    right, todo, blocked : float
        The checks that hold, whose function is not written, and that wait for an earlier exercise.
    wrong, stopped : float
        The checks that do not hold: with a wrong answer or an error, or because a limit ended a
        call or the process died.
    """

    right: float
    wrong: float
    todo: float
    blocked: float
    stopped: float


@dataclass(frozen=True)
class Distractor:
    """A misconception that was shown.

    Attributes
    ----------
    exercise : str
        Its exercise's id.
    misconception : Misconception
        The misconception.
    students : int
        How many students showed it.
    mean_total : float
        The mean of their totals.
    """

    exercise: str
    misconception: Misconception
    students: int
    mean_total: float


@dataclass(frozen=True)
class Figures:
    """The figures of an item: one check, or the checks of an exercise or of a concept.

    Attributes
    ----------
    difficulty : float or None
        The mean share of its points, from 0 to 1; None where nobody was asked.
    discrimination : float or None
        The corrected item-total correlation; None where it is not defined, or the class is too
        small.
    shares : Shares or None
        How its checks ended; None where nobody was asked.
    distractors : tuple of Distractor
        The misconceptions shown in it, the most common first.
    """

    difficulty: float | None
    discrimination: float | None
    shares: Shares | None
    distractors: tuple[Distractor, ...]


@dataclass(frozen=True)
class CheckAnalysis:
    """One check."""

    exercise: str
    check: str
    sentence: str
    hidden: bool
    possible: float
    figures: Figures


@dataclass(frozen=True)
class ExerciseAnalysis:
    """One exercise; `possible` is 0 for an extra."""

    exercise: str
    title: str
    possible: float
    figures: Figures
    checks: tuple[CheckAnalysis, ...]


@dataclass(frozen=True)
class ConceptAnalysis:
    """One concept: the checks in which somebody showed a misconception of it.

    Attributes
    ----------
    concept : str
        The concept.
    students : int
        How many of the counted students showed it.
    exercises : tuple of str
        The ids of the exercises where they did.
    checks : int
        In how many checks.
    figures : Figures
        Of these checks; an extra's, which have no points, are left out of difficulty and
        discrimination.
    """

    concept: str
    students: int
    exercises: tuple[str, ...]
    checks: int
    figures: Figures


@dataclass(frozen=True)
class Flag:
    """A sentence about an item that deserves a look.

    Attributes
    ----------
    kind : str
        `nobody`, `everybody` or `negative`.
    exercise, check : str
        The ids; `check` is empty for an exercise.
    sentence : str
        The sentence.
    """

    kind: str
    exercise: str
    check: str
    sentence: str


@dataclass(frozen=True)
class LeftOut:
    """How many submissions are in no figure: refused, without a mark, under load for now."""

    refused: int
    ungraded: int
    provisional: int


@dataclass(frozen=True)
class Analysis:
    """A class's answers, used to judge the checks.

    Attributes
    ----------
    students : int
        How many submissions count.
    left_out : LeftOut
        How many do not.
    blank : int
        How many of those that count have no check right.
    reliability : Reliability or None
        Of the totals; None where it is not defined, or the class is too small.
    chance : float or None
        How large the discrimination of a check that has nothing to do with the rest is in 19 of 20
        classes of this size; None if the class is too small.
    exercises : tuple of ExerciseAnalysis
        In course order.
    concepts : tuple of ConceptAnalysis
        The most common first.
    flags : tuple of Flag
        By kind, then in course order: those that an instructor can act on come first. Empty if the
        class is too small.
    remarks : tuple of str
        Sentences about what can be concluded, and what cannot.
    """

    students: int
    left_out: LeftOut
    blank: int
    reliability: Reliability | None
    chance: float | None
    exercises: tuple[ExerciseAnalysis, ...]
    concepts: tuple[ConceptAnalysis, ...]
    flags: tuple[Flag, ...]
    remarks: tuple[str, ...]


def analyse(gradebook: Gradebook) -> Analysis:
    """Return what the answers of a class say about the checks.

    A submission counts if it was graded, has a total, and holds no mark that the next run grades
    again because the machine's load may have lowered it.
    """
    counted = _Counted([each for each in gradebook.results if _counts(each, gradebook)])
    statuses = Counter(reported_status(result, gradebook) for result in gradebook.results)
    left_out = LeftOut(
        statuses[SubmissionStatus.REFUSED],
        statuses[SubmissionStatus.UNGRADED],
        statuses[SubmissionStatus.GRADED] - len(counted.results),
    )
    exercises = tuple(counted.exercises(gradebook.exercises))
    with_points = [exercise for exercise, _, points in gradebook.exercises if points]
    enough = len(counted.results) >= FEWEST
    return Analysis(
        students=len(counted.results),
        left_out=left_out,
        blank=sum(not any(each.passed for each in one.exercises) for one in counted.results),
        reliability=reliability(counted.points(with_points)) if enough else None,
        chance=largest_by_chance(len(counted.results)) if enough else None,
        exercises=exercises,
        concepts=tuple(counted.concepts()),
        flags=_by_kind(_flags(exercises, len(counted.results))) if enough else (),
        remarks=tuple(_remarks(len(counted.results), left_out)),
    )


def _counts(result: SubmissionResult, gradebook: Gradebook) -> bool:
    return reported_status(result, gradebook) is SubmissionStatus.GRADED and not any(
        exercise.is_provisional for exercise in result.exercises
    )


@dataclass
class _Answers:
    """The answers of the counted students to one check: whose, and how it ended."""

    declared: CheckResult  # one of them, for the name and the sentence
    students: list[int] = field(default_factory=list)
    results: list[CheckResult] = field(default_factory=list)

    @cached_property
    def ends(self) -> Counter[str]:
        """How many answers ended in which way."""
        return Counter(
            "stopped" if one.outcome.stopped else one.outcome.status.value for one in self.results
        )


class _Counted:
    """The submissions that count, by check."""

    def __init__(self, results: Sequence[SubmissionResult]) -> None:
        self.results = results
        self._totals = np.array([result.total for result in results], dtype=np.float64)
        self._answers: dict[_Key, _Answers] = {}
        self._points: dict[str, np.ndarray] = {}
        for student, result in enumerate(results):
            for exercise in result.exercises:
                own_points = self._points.setdefault(exercise.exercise, np.zeros(len(results)))
                own_points[student] = exercise.points
                for check in exercise.checks:
                    if check.outcome.status is CheckStatus.SKIPPED:
                        continue  # nobody was asked
                    key = (exercise.exercise, check.check)
                    own = self._answers.setdefault(key, _Answers(check))
                    own.students.append(student)
                    own.results.append(check)
        self._enough = len(results) >= FEWEST

    def points(self, exercises: Sequence[str]) -> np.ndarray:
        """Return everybody's points: one student a row, one exercise a column."""
        nothing = np.zeros(len(self.results))
        columns = [self._points.get(exercise, nothing) for exercise in exercises]
        return np.array(columns).reshape(len(columns), len(self.results)).T

    def exercises(self, declared: Iterable[tuple[str, str, float]]) -> Iterator[ExerciseAnalysis]:
        """Yield each exercise with its checks."""
        keys: dict[str, list[_Key]] = {}
        for key in self._answers:
            keys.setdefault(key[0], []).append(key)
        for exercise, title, possible in declared:
            own = keys.get(exercise, [])
            checks = tuple(self._check(key, is_extra=not possible) for key in own)
            figures = self._exercise(exercise, possible, own)
            yield ExerciseAnalysis(exercise, title, possible, figures, checks)

    def _check(self, key: _Key, *, is_extra: bool) -> CheckAnalysis:
        answers = self._answers[key]
        right = np.array([float(_is_right(one)) for one in answers.results])
        rest = self._totals[answers.students]
        if not is_extra:
            rest = rest - self._points_together(key)
        check = answers.declared
        return CheckAnalysis(
            key[0],
            key[1],
            check.sentence,
            check.hidden,
            check.possible,
            Figures(
                difficulty=float(right.mean()),
                discrimination=correlation(right, rest) if self._enough else None,
                shares=_shares([answers]),
                distractors=self._distractors([key]),
            ),
        )

    def _points_together(self, key: _Key) -> np.ndarray:
        """Return everybody's points in a check, and in those that earn theirs together with it."""
        group = self._answers[key].declared.group
        mates = [key]
        if group:
            others = self._answers.items()
            mates = [o for o, a in others if (o[0], a.declared.group) == (key[0], group)]
        points = np.zeros(len(self.results))
        for mate in mates:
            answers = self._answers[mate]
            points[answers.students] += [result.points for result in answers.results]
        return points[self._answers[key].students]

    def _exercise(self, exercise: str, possible: float, keys: Sequence[_Key]) -> Figures:
        if not possible:
            return self._extra(keys)
        points = self.points([exercise])[:, 0]
        return Figures(
            difficulty=float(points.mean()) / possible if len(points) else None,
            discrimination=item_rest_correlation(points, self._totals) if self._enough else None,
            shares=_shares([self._answers[key] for key in keys]),
            distractors=self._distractors(keys),
        )

    def _extra(self, keys: Sequence[_Key]) -> Figures:
        """Return the figures of an extra, by its share of right checks; no total rests on it."""
        asked: dict[int, list[bool]] = {}
        for key in keys:
            answers = self._answers[key]
            for student, result in zip(answers.students, answers.results, strict=True):
                asked.setdefault(student, []).append(_is_right(result))
        shares = [fmean(own) for own in asked.values()]
        totals = self._totals[list(asked)]
        return Figures(
            difficulty=fmean(shares) if shares else None,
            discrimination=correlation(shares, totals) if self._enough else None,
            shares=_shares([self._answers[key] for key in keys]),
            distractors=self._distractors(keys),
        )

    def concepts(self) -> Iterator[ConceptAnalysis]:
        """Yield each concept that was shown, the most common first."""
        carriers: dict[str, dict[_Key, None]] = {}
        students: dict[str, set[int]] = {}
        for key, answers in self._answers.items():
            for student, result in zip(answers.students, answers.results, strict=True):
                found = result.outcome.misconception
                if found is not None and found.concept:
                    carriers.setdefault(found.concept, {})[key] = None
                    students.setdefault(found.concept, set()).add(student)
        for concept in sorted(carriers, key=lambda name: (-len(students[name]), name)):
            keys = list(carriers[concept])
            yield ConceptAnalysis(
                concept,
                len(students[concept]),
                tuple(dict.fromkeys(exercise for exercise, _ in keys)),
                len(keys),
                self._concept(concept, keys),
            )

    def _concept(self, concept: str, keys: Sequence[_Key]) -> Figures:
        earned = np.zeros(len(self.results))
        possible = np.zeros(len(self.results))
        for key in keys:
            answers = self._answers[key]
            earned[answers.students] += [result.points for result in answers.results]
            possible[answers.students] += [result.possible for result in answers.results]
        asked = possible > 0
        return Figures(
            difficulty=float((earned[asked] / possible[asked]).mean()) if asked.any() else None,
            discrimination=(
                item_rest_correlation(earned[asked], self._totals[asked]) if self._enough else None
            ),
            shares=_shares([self._answers[key] for key in keys]),
            distractors=self._distractors(keys, concept),
        )

    def _distractors(
        self, keys: Iterable[_Key], concept: str | None = None
    ) -> tuple[Distractor, ...]:
        """Return the misconceptions shown in some checks; a student counts once for each."""
        known: dict[_Key, Misconception] = {}
        students: dict[_Key, set[int]] = {}
        for key in keys:
            answers = self._answers[key]
            for student, result in zip(answers.students, answers.results, strict=True):
                found = result.outcome.misconception
                if found is not None and concept in (None, found.concept):
                    name = (key[0], found.id)
                    known.setdefault(name, found)
                    students.setdefault(name, set()).add(student)
        ranked = sorted(known, key=lambda name: (-len(students[name]), name))
        return tuple(
            Distractor(
                name[0],
                known[name],
                len(students[name]),
                float(self._totals[sorted(students[name])].mean()),
            )
            for name in ranked
        )


def _is_right(result: CheckResult) -> bool:
    return result.outcome.status is CheckStatus.PASS


def _shares(answers: Iterable[_Answers]) -> Shares | None:
    ends = sum((own.ends for own in answers), Counter[str]())
    count = ends.total()
    if not count:
        return None
    return Shares(
        right=ends[CheckStatus.PASS.value] / count,
        wrong=ends[CheckStatus.FAIL.value] / count,
        todo=ends[CheckStatus.TODO.value] / count,
        blocked=ends[CheckStatus.BLOCKED.value] / count,
        stopped=ends["stopped"] / count,
    )


# In sentences


def _remarks(students: int, left_out: LeftOut) -> Iterator[str]:
    if not students:
        yield "No submission counts yet, so there is nothing to conclude."
    elif students < FEWEST:
        yield (
            f"Only {_counted(students, 'submission')} {'counts' if students == 1 else 'count'}. "
            "That is too few to conclude anything about discrimination, about the reliability of "
            "the totals, or from a check that nobody or everybody passes: these need at least "
            f"{FEWEST}, and are left out. The shares and counts describe these students alone; "
            f"one student more or less moves a share by {100 / students:.0f} percentage points."
        )
    else:
        chance = largest_by_chance(students)
        yield (
            f"{students} submissions count. In a class of this size, a check that has nothing to "
            f"do with the rest has a discrimination between −{chance:.2f} and {chance:.2f} in 19 "
            "cases of 20."
        )
    reasons: Mapping[str, int] = {
        "refused": left_out.refused,
        "without a mark": left_out.ungraded,
        "with a mark that the machine's load may have lowered (run `nudge grade` again)": (
            left_out.provisional
        ),
    }
    said = [f"{count} {reason}" for reason, count in reasons.items() if count]
    if said:
        yield f"In none of these figures: {', '.join(said)}."


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _by_kind(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(sorted(flags, key=lambda flag: _KINDS.index(flag.kind)))


def _flags(exercises: Iterable[ExerciseAnalysis], students: int) -> Iterator[Flag]:
    """Yield a flag for each exercise, or each check of an exercise that has none of these ends."""
    for exercise in exercises:
        name = f"{short_id(exercise.exercise)} {exercise.title}"
        own = exercise.figures
        if own.difficulty == 0.0:
            yield Flag("nobody", exercise.exercise, "", f"{name}: nobody has a point. {_ends(own)}")
            continue
        if own.shares is not None and own.shares.right == 1.0:
            sentence = f"{name}: everybody has all of it right, so it tells no two students apart."
            yield Flag("everybody", exercise.exercise, "", sentence)
            continue
        if (found := own.discrimination) is not None and _is_negative(found, students):
            yield Flag("negative", exercise.exercise, "", f"{name}: {_negative(found)}")
        for check in exercise.checks:
            kind, what = _check_flag(check.figures, students)
            if kind:
                head = f"{short_id(check.exercise)} {check.check} (“{check.sentence}”)"
                yield Flag(kind, check.exercise, check.check, f"{head}: {what}")


def _check_flag(figures: Figures, students: int) -> tuple[str, str]:
    if figures.difficulty == 0.0:
        return "nobody", f"nobody passes it. {_ends(figures)}"
    if figures.difficulty == 1.0:
        return "everybody", "everybody passes it, so it tells no two students apart."
    found = figures.discrimination
    if found is not None and _is_negative(found, students):
        return "negative", _negative(found)
    return "", ""


def other_ends(shares: Shares | None) -> str:
    """Return how the answers ended that are not right: `20 % wrong, 5 % to write`."""
    if shares is None:
        return ""
    words = {
        "wrong": shares.wrong,
        "to write": shares.todo,
        "blocked": shares.blocked,
        "stopped": shares.stopped,
    }
    return ", ".join(f"{percent(share)} {word}" for word, share in words.items() if share)


def _ends(figures: Figures) -> str:
    """Say how the answers ended, and ask what that may mean."""
    return (
        f"Its answers: {other_ends(figures.shares)}. Is it too hard, not reached in time, or not "
        "what the text asks for?"
    )


def _negative(found: float) -> str:
    return (
        f"it discriminates negatively ({signed(found)}): those who do well in the rest do worse "
        "here. Does it punish something that is right?"
    )


def _is_negative(found: float, students: int) -> bool:
    """Tell whether a correlation is negative beyond chance: its upper 95 % bound is below 0."""
    if found >= 0.0:
        return False
    bound = math.atanh(max(found, -1 + 1e-12)) + _ONE_SIDED / math.sqrt(students - 3)
    return bound < 0.0
