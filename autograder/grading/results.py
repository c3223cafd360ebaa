"""The results of grading, as data: all reports are made from these and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import Final

from autograder.checking.outcome import IN_FLOAT32, CheckStatus, Outcome, broken_groups

__all__ = [
    "MOST_UNDER_LOAD",
    "CheckResult",
    "ExerciseResult",
    "Gradebook",
    "SubmissionResult",
    "SubmissionStatus",
    "graded_again",
    "remarks",
    "scaled",
    "that_counts",
]

MOST_UNDER_LOAD: Final = 3  # gradings, before a mark is final that load may have lowered
_LARGEST_SHARE: Final = 100_000  # larger than the sum of the points that a check file declares


class SubmissionStatus(Enum):
    """The three ends of a submission."""

    GRADED = "graded"
    REFUSED = "refused"  # nothing in it could be graded, and `reason` says why
    UNGRADED = "ungraded"  # the kit itself failed; no mark is given


@dataclass(frozen=True)
class CheckResult:
    """How one check ended for one student.

    Attributes
    ----------
    exercise : str
        The exercise's id.
    check : str
        The check's name, unique within its exercise.
    sentence : str
        The claim that the check examines.
    hidden : bool
        Whether the check is kept out of handouts.
    possible : float
        Its points, scaled to the course.
    outcome : Outcome
        The state, the four lines and the misconception.
    seconds : float
        How long it took.
    met_load : bool
        Whether a call was lost in it that the machine's load may have cost.
    group : str
        The claim that it guards together with other checks; empty if it stands alone.
    group_holds : bool
        Whether no other check of its group failed; an exercise's result says it.
    supplied : tuple of str
        Earlier functions of the exercise that were supplied correct, where it passed so alone.
    """

    exercise: str
    check: str
    sentence: str
    hidden: bool
    possible: float
    outcome: Outcome
    seconds: float
    met_load: bool = False
    group: str = ""
    group_holds: bool = True
    supplied: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points earned: all or none, and none where another check of its group failed."""
        return self.possible if self.earns else 0.0

    @property
    def earns(self) -> bool:
        """Whether it passed, and so did the other checks of its group."""
        return self.outcome.status is CheckStatus.PASS and self.group_holds


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of one student.

    Attributes
    ----------
    exercise : str
        The exercise's id.
    possible : float
        Its points in the manifest; 0 for an extra.
    checks : tuple of CheckResult
        In file order.
    supplied : tuple of str
        Earlier exercises that were supplied correct for this mark (error carried forward);
        empty if the student's own were used.
    under_load : int
        How often this mark was graded while the machine's load may have lowered it; 0 if its last
        grading met no load, or lost nothing to it.
    """

    exercise: str
    possible: float
    checks: tuple[CheckResult, ...]
    supplied: tuple[str, ...] = ()
    under_load: int = 0

    def __post_init__(self) -> None:
        """Let each check know whether its group holds, wherever its result came from."""
        broken = broken_groups((one.group, one.outcome) for one in self.checks)
        checks = (replace(one, group_holds=one.group not in broken) for one in self.checks)
        object.__setattr__(self, "checks", tuple(checks))

    @property
    def lost_to_load(self) -> bool:
        """Whether the machine's load may have cost points of it."""
        return not self.is_right and any(check.met_load for check in self.checks)

    @property
    def is_provisional(self) -> bool:
        """Whether the next run grades it again, since load may have lowered it."""
        return 0 < self.under_load < MOST_UNDER_LOAD

    @property
    def points(self) -> float:
        """The points earned, to two decimals, so that a total is the sum of the points above it."""
        return round(sum(check.points for check in self.checks), 2)

    @property
    def supplied_functions(self) -> tuple[str, ...]:
        """The exercise's own functions that were supplied correct for some of its checks."""
        return tuple(dict.fromkeys(name for check in self.checks for name in check.supplied))

    @property
    def is_right(self) -> bool:
        """Whether every check passed that was not skipped, and there was such a check."""
        states = {check.outcome.status for check in self.checks} - {CheckStatus.SKIPPED}
        return states == {CheckStatus.PASS}

    @property
    def in_float32(self) -> bool:
        """Whether answers of it have float32's accuracy."""
        return any(check.outcome.in_float32 for check in self.checks)

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(check.outcome.status is CheckStatus.PASS for check in self.checks)

    @property
    def has_error(self) -> bool:
        """Whether the kit failed on one of the checks."""
        return any(check.outcome.status is CheckStatus.ERROR for check in self.checks)


@dataclass(frozen=True)
class SubmissionResult:
    """Everything that grading found out about one student.

    Attributes
    ----------
    student : str
        The name of the entry, as the report shows it.
    source : str
        The entry within the folder of submissions.
    status : SubmissionStatus
        Graded, refused or ungraded.
    reason : str
        Why it was refused or stays ungraded; empty otherwise.
    notes : tuple of str
        Remarks of the intake: a file is missing, a file was left out.
    exercises : tuple of ExerciseResult
        In course order; empty unless graded.
    stdout, stderr : str
        The beginning and the end of what the student's code printed.
    seconds : float
        How long grading took.
    fault : str
        A traceback of the kit's own failure, for its author; empty unless ungraded.
    used_up : bool
        Whether the submission's time ran out, so that its marks are valid only together.
    """

    student: str
    source: str
    status: SubmissionStatus
    reason: str = ""
    notes: tuple[str, ...] = ()
    exercises: tuple[ExerciseResult, ...] = ()
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0
    fault: str = ""
    used_up: bool = False

    @property
    def total(self) -> float:
        """The points earned in all exercises."""
        return round(sum(exercise.points for exercise in self.exercises), 2)

    @property
    def possible(self) -> float:
        """The points of all exercises that were graded."""
        return sum(exercise.possible for exercise in self.exercises)


@dataclass(frozen=True)
class Gradebook:
    """One run of `nudge grade`.

    Attributes
    ----------
    title : str
        The course's title.
    exercises : tuple of (str, str, float)
        Id, title and points of each exercise graded, in course order; an extra has 0 points.
    results : tuple of SubmissionResult
        Sorted by student.
    record : dict
        The run's settings: version, date, isolation, limits, the seed's fingerprint.
    seconds : float
        The wall time of the grading itself.
    """

    title: str
    exercises: tuple[tuple[str, str, float], ...]
    results: tuple[SubmissionResult, ...]
    record: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def possible(self) -> float:
        """The points of a perfect submission."""
        return sum(points for _, _, points in self.exercises)


def scaled(exercise: ExerciseResult, possible: float) -> ExerciseResult:
    """Return `exercise` as if the manifest had given it `possible` points when it was graded.

    A check's points are a fraction of the exercise's, and the fraction is found again exactly, so
    the numbers equal those of a new grading.
    """
    if possible == exercise.possible or not exercise.possible:
        # The checks of an extra have no fractions; an extra that gets points is graded again.
        return exercise
    checks = []
    for check in exercise.checks:
        share = Fraction(check.possible / exercise.possible).limit_denominator(_LARGEST_SHARE)
        points = possible * share.numerator / share.denominator
        checks.append(replace(check, possible=points))
    return replace(exercise, possible=possible, checks=tuple(checks))


def that_counts(before: ExerciseResult | None, now: ExerciseResult) -> ExerciseResult:
    """Return the mark that counts of an exercise that is graded again, and how often it met load.

    Each check is decided by the first grading in which it lost no call to load: more gradings are
    no more chances. Where other exercises were supplied than before, the last grading counts, if
    not the first alone lost nothing.

    Parameters
    ----------
    before : ExerciseResult or None
        The mark so far.
    now : ExerciseResult
        The mark of this grading; its `under_load` is 0 or 1.
    """
    if before is None:
        return now
    old = scaled(before, now.possible)
    decided = {}
    if before.supplied == now.supplied:
        decided = {check.check: check for check in old.checks if not check.met_load}
    elif now.lost_to_load and not before.under_load:
        return old
    counts = replace(now, checks=tuple(decided.get(check.check, check) for check in now.checks))
    times = min(before.under_load + 1, MOST_UNDER_LOAD) if counts.lost_to_load else 0
    return replace(counts, under_load=times)


def graded_again(marks: Mapping[str, ExerciseResult]) -> set[str]:
    """Return the exercises to grade again: those that load may have lowered, and what needs them.

    A mark for which one of them was supplied may not need that any more.
    """
    again = {name for name, mark in marks.items() if mark.is_provisional}
    return again | {name for name, mark in marks.items() if again.intersection(mark.supplied)}


def remarks(result: SubmissionResult, exercise: ExerciseResult) -> tuple[str, ...]:
    """Tell a student in what way this exercise was not graded as usual, and why; often nothing.

    An exercise of their own that is right was supplied because it took too long.
    """
    right = {other.exercise for other in result.exercises if other.is_right}
    graded = {other.exercise for other in result.exercises}
    slow = [name for name in exercise.supplied if name in right]
    wrong = [name for name in exercise.supplied if name in graded - right]
    ungraded = [name for name in exercise.supplied if name not in graded]
    sentences = []
    if ungraded:
        was_were = "was" if len(ungraded) == 1 else "were"
        sentences.append(
            f"Graded with a correct {_listed(ungraded)} in place of yours, which {was_were} not "
            "graded this time; the better mark counts."
        )
    if wrong:
        is_are = "is" if len(wrong) == 1 else "are"
        sentences.append(
            f"Graded with a correct {_listed(wrong)} in place of yours, because yours {is_are} "
            "not right yet; the better mark counts."
        )
    if slow:
        sentences.append(
            f"Your own {_listed(slow)} is right, and takes so long that this exercise ran out of "
            "time. So it was graded with a faster one in its place, and the better mark counts. "
            "Which of its loops, over examples, neurons or weights, could one product of whole "
            "matrices do at once?"
        )
    if exercise.in_float32:
        sentences.append(IN_FLOAT32)
    functions = [f"`{name}`" for name in exercise.supplied_functions]
    if functions:
        is_are = "is" if len(functions) == 1 else "are"
        sentences.append(
            f"Where a later function builds on yours, it was graded with a correct "
            f"{_listed(functions)} in place of yours, because yours {is_are} not right yet; the "
            "better mark counts."
        )
    if not exercise.lost_to_load:
        return tuple(sentences)
    if exercise.is_provisional:
        sentences.append(
            "The machine was busy with other work while it graded this exercise, and time ran out. "
            "That may not be your code's fault, so the exercise will be graded again."
        )
    else:
        sentences.append(
            f"The machine was busy each of the {MOST_UNDER_LOAD} times that it graded this "
            "exercise, and time ran out. If your code is fast on your own computer, tell your "
            "instructor."
        )
    return tuple(sentences)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
