"""The steps of `nbgrader autograde` that Nudge takes over; nbgrader makes them from its config."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Enum, Unicode

from autograder.checking.in_notebook import GROUPS, HIDDEN, Group, read_groups
from autograder.checking.outcome import KitFault
from autograder.course import CourseError, UserError
from autograder.grading.results import SubmissionResult
from autograder.grading.visible import visible, visible_block
from autograder.isolation import MODES
from autograder.packaging.nbgrader.autograded import SourceCell, read_notebook, restored, with_marks
from autograder.packaging.nbgrader.cell_marks import CellMark, cell_marks
from autograder.packaging.nbgrader.engine import AssignmentFolder, Engine, engine_of
from autograder.packaging.nbgrader.gradebook import notebooks_by_assignment, record, source_cells
from autograder.packaging.notebook.course_folder import MADE_FROM

__all__ = ["NudgeGrade", "NudgeReader", "NudgeRecord"]

_CALL: Final = "nudge_notebook.grade("  # every grade cell of Nudge's has it
_UNKNOWN_CELL: Final = (
    "This cell is not one of Nudge's, so it was not run. It has no mark until your instructor "
    "gives it one."
)
_MARKS: Final = "nudge"  # under this name one step leaves its marks for a later one


class NudgeGrade(NbGraderPreprocessor):
    """Grades a notebook in Nudge's sandbox, instead of nbgrader's Execute.

    No kernel is started, except for notebooks of other origin: those run as before.
    """

    course = Unicode(
        "", help="The folder of the Nudge course; the one that `nudge notebooks` noted if empty"
    ).tag(config=True)
    isolation = Enum(
        MODES, "strict", help="How submissions are confined; see docs/security.md of Nudge"
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the marks of one notebook into its cells."""
        place = resources["nbgrader"]
        source = source_cells(place["db_url"], place["assignment"], place["notebook"])
        try:
            own = self._groups(source)
            engine = engine_of(self._course_root(), self.isolation) if own else None
            own = engine.groups(own) if engine else own
        except (UserError, KitFault) as error:
            self.log.error("Nudge cannot grade: %s", error)
            raise
        if engine is None:
            self.log.info("%s is not a notebook of Nudge's; it is executed", place["notebook"])
            return Execute(parent=self.parent).preprocess(nb, resources)
        exercises = tuple(dict.fromkeys(group.exercise for group in own))
        for exercise in exercises:
            if remark := engine.remark_on_points(exercise, source, own):
                self.log.warning("Nudge: %s", remark)
        result = self._result(engine, exercises, place)
        if result.fault:
            self.log.error(
                "Nudge itself failed on %(notebook)s of %(student)s, which has no mark now; to try "
                "again: nbgrader autograde %(assignment)s --student %(student)s --force\n%(fault)s",
                {**place, "fault": result.fault},
            )
        marks = _marks(own, source, result)
        # Cells that the submission lacked were put back when it was read.
        handed = read_notebook(_submitted(self._coursedir, place) / f"{place['notebook']}.ipynb")
        missing = restored(handed.notebook, source).missing
        head = _head(result, exercises)
        marked = with_marks(restored(nb, source).notebook, marks, missing, head)
        resources[_MARKS] = (source, marks)
        return nbformat.from_dict(marked), resources

    @property
    def _coursedir(self) -> Any:
        return self.parent.parent.coursedir

    def _result(
        self, engine: Engine, exercises: tuple[str, ...], place: Mapping[str, str]
    ) -> SubmissionResult:
        """Grade this assignment's exercises, in which these are."""
        homes = {exercise.id: exercise.unit for exercise in engine.course.exercises}
        found = notebooks_by_assignment(place["db_url"])
        this = place["assignment"]
        # If two assignments have a notebook of one name, the one that is graded counts: it is last.
        for assignment in sorted(found, key=lambda name: (name == this, name)):
            homes |= {name: assignment for name in found[assignment] if name in homes}
        homes |= dict.fromkeys(exercises, this)
        handed = [
            AssignmentFolder(
                _submitted(self._coursedir, {**place, "assignment": assignment}),
                tuple(name for name in homes if homes[name] == assignment),
            )
            for assignment in sorted(set(homes.values()), key=lambda name: (name != this, name))
        ]
        return engine.grade(place["student"], handed)

    def _groups(self, source: tuple[SourceCell, ...]) -> tuple[Group, ...]:
        """Return the groups of this notebook's grade cells; empty if it is not Nudge's."""
        path = self._hidden_folder() / GROUPS
        groups = read_groups(path) if path.is_file() else {}
        lost = [c.id for c in source if c.grade and _CALL in c.source and c.id not in groups]
        if lost:
            # Executed, they would fail and give every student a zero.
            raise CourseError(
                f"{path} does not know {', '.join(lost)}; run `nudge notebooks` again"
            )
        return tuple(groups[cell.id] for cell in source if cell.grade and cell.id in groups)

    def _hidden_folder(self) -> Path:
        return Path(self._coursedir.root) / HIDDEN

    def _course_root(self) -> Path:
        if self.course:
            return Path(self.course).expanduser().resolve()
        note = self._hidden_folder() / MADE_FROM
        try:
            return Path(note.read_text(encoding="utf-8").strip())
        except OSError:
            raise CourseError(
                f"{note} is missing; run `nudge notebooks` again, or set c.NudgeGrade.course to "
                "the folder with course.toml"
            ) from None


class NudgeRecord(NbGraderPreprocessor):
    """Writes comments to the gradebook, and which cells a person has to look at.

    It stands after SaveAutoGrades, which would overwrite both.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Record what NudgeGrade left for this step."""
        if _MARKS in resources:
            source, marks = resources.pop(_MARKS)
            place = resources["nbgrader"]
            names = (place["notebook"], place["assignment"], place["student"])
            record(place["db_url"], names, source, marks)
        return nb, resources


class NudgeReader(NotebookExporter):
    """Reads any file that a student calls a notebook, so that nbgrader can work with it.

    nbgrader reads and sanitizes a notebook before a preprocessor can help: a file that is not a
    notebook, or damaged metadata, fails the submission or even the batch.
    """

    def from_filename(self, filename: str, resources: Any = None, **rest: Any) -> tuple[str, Any]:
        """Read a submitted notebook and restore its cells; read other files unchanged."""
        place = (resources or {}).get("nbgrader", {})
        path = Path(filename)
        if path.parent.resolve() != _submitted(self.parent.coursedir, place).resolve():
            return super().from_filename(filename, resources, **rest)
        source = source_cells(place["db_url"], place["assignment"], place["notebook"])
        read = read_notebook(path)
        if read.problem:
            self.log.warning("%s: %s", filename, visible(read.problem))
        notebook = restored(read.notebook, source).notebook
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(nbformat.from_dict(notebook), resources, **rest)


def _submitted(coursedir: Any, place: Mapping[str, str]) -> Path:
    """Return the folder of what a student handed in for an assignment."""
    student, assignment = place.get("student", "."), place.get("assignment", ".")
    return Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))


def _marks(
    own: tuple[Group, ...], source: tuple[SourceCell, ...], result: SubmissionResult
) -> tuple[CellMark, ...]:
    worth = {cell.id: cell.points for cell in source}
    marks = {mark.id: mark for mark in cell_marks(own, result, worth)}
    for cell in source:
        is_tests = cell.grade and not cell.solution and cell.cell_type == "code"
        if is_tests and cell.id not in marks:
            marks[cell.id] = CellMark(cell.id, None, cell.points, _UNKNOWN_CELL)
    return tuple(marks.values())


def _head(result: SubmissionResult, exercises: tuple[str, ...]) -> str:
    """Return the remarks on a notebook as a whole: on the file, and what the code printed."""
    notes = [note for note in result.notes if any(name in note for name in exercises)]
    said = [visible(note) for note in notes]
    for what, text in (("printed", result.stdout), ("wrote to stderr", result.stderr)):
        if text.strip():
            said.append(f"What your code {what}, in all notebooks together:")
            said.append(visible_block(text).rstrip())
    return "\n".join(said)
