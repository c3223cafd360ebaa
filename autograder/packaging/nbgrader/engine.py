"""One grader for all notebooks and students of a process."""

import atexit
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.course import Course, load_course, require_files
from autograder.grading.content_key import submission_digest
from autograder.grading.grader import function_names
from autograder.grading.intake import Submission
from autograder.grading.processes import GraderSetup
from autograder.grading.results import SubmissionResult
from autograder.grading.seed import course_seed
from autograder.packaging.nbgrader.submitted import Handed, read_handed, state_of
from autograder.reference.course_datasets import use_datasets_of
from autograder.reference.sources import Sources

__all__ = ["Engine", "engine_of"]


class Engine:
    """Grades submissions with a grader that stays open, and remembers the last one.

    nbgrader goes from notebook to notebook; a submission is graded once for all of them.

    Parameters
    ----------
    root : Path
        The course.
    isolation : str
        `strict` or `process`.

    Raises
    ------
    UserError
        If there is no course, or this machine cannot isolate as asked.
    """

    def __init__(self, root: Path, isolation: str) -> None:
        self.course = load_course(root)
        require_files(self.course)
        use_datasets_of(self.course.root)
        self.functions: Mapping[str, Sequence[str]] = function_names(Sources(self.course))
        exercises = tuple(exercise.id for exercise in self.course.exercises)
        setup = GraderSetup(root, exercises, course_seed(root, None), isolation)
        self._grader = setup.open()
        self._grader.__enter__()
        self._last: tuple[tuple[str, ...], SubmissionResult] | None = None
        self._read: tuple[tuple[object, ...], Submission] | None = None

    def close(self) -> None:
        """End the grader and its processes."""
        self._grader.__exit__(None, None, None)

    def submission(self, student: str, handed: Sequence[Handed]) -> Submission:
        """Return what a student handed in; the last one is read once for all its notebooks."""
        key = (student, tuple(handed), state_of(handed))
        if self._read is None or self._read[0] != key:
            self._read = (key, read_handed(student, handed, self.functions))
        return self._read[1]

    def grade(self, submission: Submission, exercises: Sequence[str]) -> SubmissionResult:
        """Return the result of `exercises`, and of those that they build on.

        Whatever happens, a result comes back; one on which the kit failed says so.
        """
        wanted = self._with_needed(exercises)
        key = (submission_digest(submission), *wanted)
        if self._last is None or self._last[0] != key:
            self._last = (key, self._grader.grade_submission(submission, wanted))
        return self._last[1]

    def _with_needed(self, exercises: Sequence[str]) -> tuple[str, ...]:
        """Add what decides whether error is carried forward."""
        course = self.course
        found = set(exercises)
        for name in exercises:
            found.update(needed.id for needed in course.needed_by(course.exercise(name)))
        return tuple(exercise.id for exercise in course.exercises if exercise.id in found)


_open: tuple[tuple[object, ...], Engine] | None = None  # nbgrader makes a new step a notebook


def engine_of(root: Path, isolation: str) -> Engine:
    """Return the engine of a course; another one if the course was changed since.

    A formgrader that stays open for weeks grades with today's checks.
    """
    global _open  # noqa: PLW0603
    key = (root, isolation, *_state(load_course(root)))
    if _open is not None and _open[0] != key:
        _close()
    if _open is None:
        _open = key, Engine(root, isolation)
    return _open[1]


@atexit.register
def _close() -> None:
    global _open
    if _open is not None:
        last, _open = _open[1], None
        last.close()


def _state(course: Course) -> list[object]:
    """Return what tells two states of a course's files apart."""
    folders = ("solutions", "autograder/checks", "autograder/misconceptions")
    paths = [course.root / "course.toml"]
    paths += [path for name in folders for path in sorted((course.root / name).glob("*.py"))]
    return [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths]
