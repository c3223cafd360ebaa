"""From the results of `nudge grade` to nbgrader's database and its folder `autograded`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from autograder.checking.in_notebook import GROUPS, HIDDEN, Group, read_groups
from autograder.course import Course, UserError
from autograder.grading.content_key import submission_digest
from autograder.grading.grader import function_names
from autograder.grading.intake import Readings, find_entries, read_submission
from autograder.grading.intake.entries import Entry
from autograder.grading.intake.names import LITTER
from autograder.grading.results import SubmissionResult, SubmissionStatus
from autograder.grading.store import Published, Store, last_gradebook
from autograder.grading.visible import visible
from autograder.packaging.nbgrader.autograded import (
    Notebook,
    SourceCell,
    handed_notebook,
    restored,
    untouched,
    with_marks,
    write_autograded,
)
from autograder.packaging.nbgrader.cell_marks import NotebookMarks, cell_marks
from autograder.packaging.nbgrader.course_directory import NbgraderCourse
from autograder.packaging.nbgrader.gradebook import Row, cells_of, write_row
from autograder.packaging.nbgrader.points import OtherPoints, other_points
from autograder.packaging.notebook.cells import with_checks_of_today
from autograder.reference.sources import Sources

__all__ = ["Exported", "export_results"]

_LONGEST_ID: Final = 128  # characters; nbgrader's own column


@dataclass(frozen=True)
class LeftOut:
    """A student who was not exported, and the reason."""

    student: str
    reason: str


@dataclass(frozen=True)
class Exported:
    """The result of an export, or of a dry run.

    Attributes
    ----------
    rows : tuple of Row
        By student, then assignment.
    files : int
        How many files of `autograded` were written.
    left_out : tuple of LeftOut
        The students who were not exported.
    stale : tuple of str
        The students who have changed their submission since it was graded.
    points : tuple of OtherPoints
        The cells of graded exercises that are worth something else in the course now.
    """

    rows: tuple[Row, ...]
    files: int
    left_out: tuple[LeftOut, ...]
    stale: tuple[str, ...]
    points: tuple[OtherPoints, ...]


def export_results(
    course: Course,
    nbgrader: NbgraderCourse,
    store: Store,
    isolation: str = "strict",
    *,
    dry_run: bool = False,
) -> Exported:
    """Write the gradebook that `nudge grade` last published into an nbgrader course.

    Parameters
    ----------
    course : Course
        Nudge's course.
    nbgrader : NbgraderCourse
        The nbgrader course; its assignments have been generated.
    store : Store
        Where the results are.
    isolation : str
        How notebooks are opened that the store does not know, `strict` or `process`.
    dry_run : bool
        Whether to work on a copy of the database, and to write no file.

    Raises
    ------
    UserError
        If there are no results, or no assignments of Nudge's in the database.
    KitFault
        If the list of grade cells, which `nudge notebooks` writes, is missing.
    """
    results = last_gradebook(store)
    if not results:
        raise UserError("there are no results to export; run `nudge grade` first")
    if not nbgrader.has_database:
        raise UserError(f"{nbgrader.database} is not there; {_generate(course)}")
    if dry_run and nbgrader.database is None:
        raise UserError("--dry-run tries on a copy, and this database is on a server")
    groups = with_checks_of_today(course, read_groups(nbgrader.root / HIDDEN / GROUPS))
    opened = nbgrader.read_only() if dry_run else nbgrader.writable()
    names = function_names(Sources(course))
    with opened as gradebook, Readings(isolation, names, store) as readings:
        run = _Run(course, nbgrader, store, groups, gradebook, dry_run, results, readings)
        run.require_assignments()
        left_out = tuple(
            LeftOut(published.result.student, reason)
            for published in results
            if (reason := run.add(published))
        )
        points = tuple(run.other_points())
    return Exported(tuple(run.rows), run.files, left_out, tuple(run.stale), points)


@dataclass
class _Run:
    course: Course
    nbgrader: NbgraderCourse
    store: Store
    groups: Mapping[str, Group]
    gradebook: Any
    dry_run: bool
    results: Sequence[Published]
    readings: Readings
    rows: list[Row] = field(default_factory=list)
    files: int = 0
    stale: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.functions = self.readings.exercises
        self.entries = _entries(self.nbgrader, tuple(self.functions), self.readings)
        graded = {row.exercise for one in self.results for row in one.result.exercises}
        self.graded = graded or set(self.functions)
        # The assignments with exercises in them: by notebook, the cells.
        self.assignments: dict[str, dict[str, tuple[SourceCell, ...]]] = {}
        for row in self.gradebook.assignments:
            notebooks = [one for one in row.notebooks if one.name in self.functions]
            if notebooks:
                self.assignments[row.name] = {one.name: cells_of(one) for one in notebooks}

    def require_assignments(self) -> None:
        """Raise UserError if something that was graded has no place in the database."""
        there = {name for sources in self.assignments.values() for name in sources}
        without = {
            self.course.exercise(name).unit
            for one in self.results
            for name in _handed_in(one.result, self.store.modules(one.submission)) - there
        }
        if without or not there:
            units = [unit.id for unit in self.course.units if unit.id in without or not there]
            raise UserError(
                f"{self.nbgrader.db_url} has no assignment with the notebooks of "
                f"{', '.join(units)}; {_generate(self.course, units)}"
            )

    def other_points(self) -> Iterator[OtherPoints]:
        """Yield where the gradebook's points are not the course's."""
        for sources in self.assignments.values():
            own = {name: cells for name, cells in sources.items() if name in self.graded}
            yield from other_points(self.course, own, self.groups.values())

    def add(self, published: Published) -> str:
        """Write one student's submissions, or return why the student is left out."""
        result = published.result
        if result.status is SubmissionStatus.UNGRADED:
            return f"ungraded: {result.reason}"
        entry = self.entries.get(result.student)
        # nbgrader's name for the student is that of the folder.
        student = entry.pieces[0].path.name if entry else result.student
        if not _is_plain(student):
            return "nbgrader makes folders of its students' names: rename this one"
        modules = self.store.modules(published.submission)
        if entry is not None and self._is_stale(entry, published.submission):
            self.stale.append(student)
        written = len(self.rows)
        for assignment in self.assignments:
            folder = self.nbgrader.folder("submitted", student, assignment)
            if self._is_handed_in(_handed_in(result, modules), student, assignment, folder):
                self._write(result, student, assignment, folder, modules)
        if len(self.rows) > written:
            return ""
        why = f": {result.reason}" if result.reason else ""
        return f"{result.status.value}, but in no assignment{why}"

    def _is_stale(self, entry: Entry, digest: str) -> bool:
        try:
            submission = read_submission(entry, self.functions, self.readings)
            return submission_digest(submission) != digest
        except OSError:
            return True

    def _is_handed_in(
        self, handed_in: frozenset[str], student: str, assignment: str, folder: Path
    ) -> bool:
        """Tell whether a student has handed in an assignment; nbgrader stores each one apart."""
        from nbgrader.api import MissingEntry  # noqa: PLC0415 - of the extra, and slow

        if folder.is_dir() or handed_in & self.assignments[assignment].keys():
            return True
        try:
            self.gradebook.find_submission(assignment, student)
        except MissingEntry:
            return False
        return True

    def _write(
        self,
        result: SubmissionResult,
        student: str,
        assignment: str,
        folder: Path,
        modules: Mapping[str, bytes],
    ) -> None:
        sources = self.assignments[assignment]
        marked: list[NotebookMarks] = []
        notebooks: dict[str, Notebook] = {}
        for exercise, source in sources.items():
            if exercise not in self.graded:
                continue
            worth = {cell.id: cell.points for cell in source if cell.grade}
            own = [self.groups[cell.id] for cell in source if cell.grade and cell.id in self.groups]
            marks = cell_marks(own, result, worth)
            handed, note = handed_notebook(
                result.student, folder, exercise, modules, self.functions, self.readings
            )
            put = restored(handed, source)
            absent = _absence(result, exercise, modules)
            marked.append(NotebookMarks(exercise, marks, untouched(put, source), absent))
            # A notebook that was never handed in lacks no cells.
            head = absent or note
            notebooks[exercise] = with_marks(put.notebook, marks, () if head else put.missing, head)
        stamp = self.nbgrader.timestamp(folder)
        self.rows.append(write_row(self.gradebook, student, assignment, stamp, marked, sources))
        if not self.dry_run:
            place = self.nbgrader.folder("autograded", student, assignment)
            self.files += write_autograded(place, folder, notebooks)


def _generate(course: Course, units: Sequence[str] = ()) -> str:
    names = units or [unit.id for unit in course.units]
    commands = " and ".join(f"`nbgrader generate_assignment {name}`" for name in names)
    return f"run {commands} in the course's folder first"


def _entries(
    nbgrader: NbgraderCourse, exercises: Sequence[str], readings: Readings
) -> dict[str, Entry]:
    """Return the entries of `submitted` by the names that `nudge grade` gives their students."""
    folder = nbgrader.folder("submitted")
    if not folder.is_dir() or all(LITTER.match(path.name) for path in folder.iterdir()):
        return {}
    return {entry.student: entry for entry in find_entries(folder, exercises, readings)}


def _is_plain(name: str) -> bool:
    """Tell whether a name is one part of a path on every system, without unseen characters."""
    return (
        name == name.strip() == visible(name)
        and 0 < len(name) <= _LONGEST_ID
        and not name.startswith(".")
        and not set("/\\:").intersection(name)
    )


def _handed_in(result: SubmissionResult, modules: Mapping[str, bytes]) -> frozenset[str]:
    """Return the graded exercises that the submission has."""
    graded = (exercise.exercise for exercise in result.exercises)
    return frozenset(name for name in graded if f"exercises.{name}" in modules)


def _absence(result: SubmissionResult, exercise: str, modules: Mapping[str, bytes]) -> str:
    """Return why an exercise has nothing to grade; empty if it has."""
    if result.status is SubmissionStatus.REFUSED:
        return f"Nothing in what you handed in could be graded: {visible(result.reason)}"
    if f"exercises.{exercise}" in modules:
        return ""
    why = [note for note in result.notes if exercise in note and not note.endswith(" is missing")]
    said = f" ({visible('; '.join(why))})" if why else ""
    return f"There is no {exercise} in what you handed in that could be graded{said}."
