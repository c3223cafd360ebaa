"""One grader for all notebooks and students of a process, and how it reads a submission."""

import atexit
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.checking.in_notebook import Group
from autograder.course import Course, load_course, require_files
from autograder.grading.grader import GraderSetup, GradingTask, function_names, ungraded
from autograder.grading.intake import Entry, Readings, Submission, read_submission
from autograder.grading.intake.names import student_name
from autograder.grading.processes import Processes
from autograder.grading.results import SubmissionResult, SubmissionStatus, graded_again, that_counts
from autograder.grading.seed import course_seed
from autograder.isolation import layer_report
from autograder.packaging.nbgrader.autograded import SourceCell
from autograder.packaging.nbgrader.points import other_points, told
from autograder.packaging.notebook.cells import with_checks_of_today
from autograder.reference.course_datasets import use_datasets_of
from autograder.reference.sources import Sources

__all__ = ["AssignmentFolder", "Engine", "engine_of", "read_handed"]


@dataclass(frozen=True)
class AssignmentFolder:
    """One of a student's folders, and the exercises that count from it.

    Attributes
    ----------
    folder : Path
        This student's folder of an assignment; it may be missing.
    exercises : tuple of str
        The ids of the exercises of this assignment.
    """

    folder: Path
    exercises: tuple[str, ...]


def read_handed(
    student: str,
    handed: Sequence[AssignmentFolder],
    functions: Mapping[str, Sequence[str]],
    readings: Readings,
) -> Submission:
    """Read a submission; its faults are stated in it, not raised.

    An exercise is taken only from its own assignment's folder: a later assignment changes no
    mark of an earlier one.

    Parameters
    ----------
    student : str
        The student's id.
    handed : sequence of AssignmentFolder
        The folders; the first is the one that is graded.
    functions : mapping of str to sequence of str
        The course's exercises with the names of their functions.
    readings : Readings
        The processes that open archives and notebooks.

    Raises
    ------
    IsolationError
        If no process can be started to open a file.
    """
    modules: dict[str, bytes] = {}
    notes: list[str] = []
    problem = ""
    name = student_name(student)
    for one in handed:
        if not one.folder.is_dir() or not one.exercises:
            continue
        own = {exercise: functions[exercise] for exercise in one.exercises}
        read = read_submission(Entry.at(name, one.folder), own, readings)
        notes += filter(None, (*read.notes, read.problem))
        problem = problem or read.problem
        modules = {**read.modules, **modules}  # of two helpers of one name, the first
    if modules:
        return Submission(name, student, modules, tuple(dict.fromkeys(notes)))
    return Submission(name, student, {}, tuple(notes), problem or "nothing was handed in")


def _state_of(handed: Sequence[AssignmentFolder]) -> tuple[object, ...]:
    """Return a value that changes with the folders' files; no file is read for it."""
    return tuple(
        (path, status.st_mtime_ns, status.st_size, status.st_ino)
        for one in handed
        for path in sorted(one.folder.rglob("*"))
        for status in [path.lstat()]
    )


class Engine:
    """Grades submissions with a grader that stays open, and remembers the last result.

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
        self._functions: Mapping[str, Sequence[str]] = function_names(Sources(self.course))
        exercises = tuple(exercise.id for exercise in self.course.exercises)
        setup = GraderSetup(root, exercises, course_seed(root, None), isolation)
        # A grader is opened for the first submission; the layers are looked at before.
        layer_report(isolation)
        self._readings = Readings(isolation, self._functions)
        self._processes = Processes(setup)
        self._groups: dict[tuple[Group, ...], tuple[Group, ...]] = {}
        self._compared: set[str] = set()
        self._last: tuple[tuple[object, ...], SubmissionResult] | None = None

    def close(self) -> None:
        """End the grader and its processes."""
        self._processes.close()
        self._readings.__exit__()

    def groups(self, of_release: tuple[Group, ...]) -> tuple[Group, ...]:
        """Return the groups of a notebook's grade cells with checks that the course has now."""
        if of_release not in self._groups:
            groups = {group.id: group for group in of_release}
            self._groups[of_release] = tuple(with_checks_of_today(self.course, groups).values())
        return self._groups[of_release]

    def remark_on_points(
        self, exercise: str, source: Sequence[SourceCell], groups: Sequence[Group]
    ) -> str:
        """Return where a gradebook's points are not the course's; once for each exercise."""
        if exercise in self._compared:
            return ""
        self._compared.add(exercise)
        return told(other_points(self.course, {exercise: source}, groups))

    def grade(self, student: str, handed: Sequence[AssignmentFolder]) -> SubmissionResult:
        """Return the result of the first folder's exercises, and of those that they build on.

        There is always a result; if the kit failed, it says so.
        """
        key = (student, *handed, *_state_of(handed))
        if self._last is None or self._last[0] != key:
            try:
                submission = read_handed(student, handed, self._functions, self._readings)
            except Exception as error:
                return ungraded(Submission(student_name(student), student), error)
            wanted = self._with_needed(handed[0].exercises)
            self._last = key, self._graded(submission, wanted)
        return self._last[1]

    def _graded(self, submission: Submission, exercises: Sequence[str]) -> SubmissionResult:
        """Grade a submission, and at once again what the machine's load may have lowered.

        nbgrader has no next run that would know of it.
        """
        result: SubmissionResult
        new: SubmissionResult
        result = self._processes.result_of(GradingTask(submission, tuple(exercises)))
        while again := graded_again(before := {mark.exercise: mark for mark in result.exercises}):
            known = tuple(mark for mark in result.exercises if mark.exercise not in again)
            new = self._processes.result_of(GradingTask(submission, tuple(again), known))
            if new.status is not SubmissionStatus.GRADED:
                return new
            marks = (
                that_counts(before[mark.exercise], mark) if mark.exercise in again else mark
                for mark in new.exercises
            )
            result = replace(result, exercises=tuple(marks))
        return result

    def _with_needed(self, exercises: Sequence[str]) -> tuple[str, ...]:
        """Add the exercises that decide whether error is carried forward."""
        course = self.course
        found = set(exercises)
        for name in exercises:
            found.update(needed.id for needed in course.needed_by(course.exercise(name)))
        return tuple(exercise.id for exercise in course.exercises if exercise.id in found)


# nbgrader makes a new step for each notebook.
_open: tuple[tuple[object, ...], Engine] | None = None


def engine_of(root: Path, isolation: str) -> Engine:
    """Return the engine of a course, a new one if the course has changed.

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
    """Return a value that changes with the course's files."""
    folders = ("solutions", "autograder/checks", "autograder/misconceptions")
    paths = [course.root / "course.toml"]
    paths += [path for name in folders for path in sorted((course.root / name).glob("*.py"))]
    return [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths]
