"""What grading finds, as data: the only thing that reports are made from."""

from dataclasses import dataclass, field
from enum import Enum

from autograder.checking.outcome import CheckStatus, Outcome

__all__ = ["CheckResult", "ExerciseResult", "Gradebook", "SubmissionResult", "SubmissionStatus"]


class SubmissionStatus(Enum):
    """What became of a submission."""

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
        What right means here.
    hidden : bool
        Whether the check is kept out of handouts.
    possible : float
        Its points, scaled to the course.
    outcome : Outcome
        The state, the four lines and the misconception.
    seconds : float
        How long it took.
    """

    exercise: str
    check: str
    sentence: str
    hidden: bool
    possible: float
    outcome: Outcome
    seconds: float

    @property
    def points(self) -> float:
        """The points earned: all or none."""
        return self.possible if self.outcome.status is CheckStatus.PASS else 0.0


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
    """

    exercise: str
    possible: float
    checks: tuple[CheckResult, ...]
    supplied: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points earned, to two decimals, so that totals are sums of what is shown."""
        return round(sum(check.points for check in self.checks), 2)

    @property
    def is_right(self) -> bool:
        """Whether every check passed that was not skipped, and one was not."""
        states = {check.outcome.status for check in self.checks} - {CheckStatus.SKIPPED}
        return states == {CheckStatus.PASS}

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
    """Everything that grading found about one student.

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
        What the intake has to say: a file that is missing, a file that was left out.
    exercises : tuple of ExerciseResult
        In course order; empty unless graded.
    stdout, stderr : str
        The first and the last of what the student's code printed.
    seconds : float
        How long grading took.
    fault : str
        Where the kit failed, for its author; empty unless ungraded.
    used_up : bool
        Whether the submission's time ran out, so that its marks hold only together.
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

    def points(self, exercise: str) -> float | None:
        """Return the points earned in one exercise, or None if it was not graded."""
        for result in self.exercises:
            if result.exercise == exercise:
                return result.points
        return None


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
        How the run was made: version, date, isolation, limits, seed's fingerprint.
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
        """The points a perfect submission has."""
        return sum(points for _, _, points in self.exercises)
