"""Reads an assignment's notebooks from nbgrader's gradebook, and writes marks to it."""

import contextlib
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.packaging.nbgrader.autograded import SourceCell, answer_above
from autograder.packaging.nbgrader.cell_marks import CellMark, NotebookMarks, quoted

__all__ = ["Row", "cells_of", "notebooks_by_assignment", "record", "source_cells", "write_row"]

_NO_RESPONSE = "No response."  # nbgrader's own words for an unchanged answer


@dataclass(frozen=True)
class Row:
    """The change of one submission in the database.

    Attributes
    ----------
    student, assignment : str
        The student and the assignment.
    before, after : float or None
        Its score, including points given by hand; None if it had no score.
    possible : float
        The assignment's points.
    by_hand : int
        How many cells keep a score that was given by hand.
    unmarked : tuple of str
        The cells that a person must mark because Nudge could not.
    """

    student: str
    assignment: str
    before: float | None
    after: float
    possible: float
    by_hand: int
    unmarked: tuple[str, ...]


def cells_of(notebook: Any) -> tuple[SourceCell, ...]:
    """Return the cells of the instructor's notebook as nbgrader's database has them, in order."""
    graded = {cell.name: cell for cell in [*notebook.grade_cells, *notebook.task_cells]}
    tasks = {cell.name for cell in notebook.task_cells}
    answers = {cell.name for cell in notebook.solution_cells}
    return tuple(
        SourceCell(
            id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum,
            grade=cell.name in graded and cell.name not in tasks,
            solution=cell.name in answers,
            locked=bool(cell.locked),
            task=cell.name in tasks,
            points=float(graded[cell.name].max_score) if cell.name in graded else 0.0,
        )
        for cell in notebook.source_cells
    )


def write_row(
    gradebook: Any,
    student: str,
    assignment: str,
    timestamp: datetime.datetime | None,
    notebooks: Sequence[NotebookMarks],
    sources: Mapping[str, Sequence[SourceCell]],
) -> Row:
    """Write one submission without touching what a person gave; return the change.

    A missing student or submission is added. Scores, extra credit, comments and penalties that a
    person gave stay as they are; Nudge's marks stand beside them, and the cell is marked for
    review as nbgrader's own grading marks it.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        The database.
    student, assignment : str
        The student and the assignment.
    timestamp : datetime or None
        When it was handed in; None leaves the database's own time.
    notebooks : sequence of NotebookMarks
        The notebooks with marks; others stay as they are.
    sources : mapping of str to sequence of SourceCell
        By notebook, the instructor's cells in order.
    """
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - of the extra, and slow

    gradebook.update_or_create_student(student)
    before: float | None = None
    stamp = {} if timestamp is None else {"timestamp": timestamp}
    with contextlib.suppress(MissingEntry):
        before = _score(gradebook.find_submission(assignment, student))
    submission = gradebook.update_or_create_submission(assignment, student, **stamp)
    marked = {notebook.name: notebook for notebook in notebooks}
    by_hand = 0
    unmarked = []
    for row in submission.notebooks:
        found = marked.get(row.name)
        if found is None:
            continue
        marks = {mark.id: mark for mark in found.marks}
        for grade in row.grades:
            by_hand += grade.manual_score is not None
            mark = marks.get(grade.name)
            if mark is None:
                continue
            grade.auto_score = mark.points
            grade.needs_manual_grade = grade.manual_score is not None or mark.points is None
            if mark.points is None:
                unmarked.append(mark.id)
        comments = _comments(sources[row.name], found.marks)
        for comment in row.comments:
            unchanged = _NO_RESPONSE if comment.name in found.untouched else None
            text = quoted(found.absent) or comments.get(comment.name)
            comment.auto_comment = text or unchanged
    gradebook.db.commit()
    gradebook.db.refresh(submission)
    after = _score(submission)
    possible = float(submission.max_score)
    return Row(student, assignment, before, after or 0.0, possible, by_hand, tuple(unmarked))


def _score(submission: Any) -> float | None:
    """Return a submission's score, or None as long as nothing of it is graded."""
    scores = [
        float(grade.auto_score if grade.manual_score is None else grade.manual_score)
        + float(grade.extra_credit or 0.0)
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.auto_score is not None or grade.manual_score is not None
    ]
    return sum(scores) if scores else None


def _comments(source: Sequence[SourceCell], marks: Sequence[CellMark]) -> dict[str, str]:
    """Return the kit's comments, by the answer that each is about."""
    texts: dict[str, list[str]] = {}
    for mark in marks:
        answer = answer_above(source, mark.id)
        if answer is not None and mark.comment:
            texts.setdefault(answer, []).append(mark.comment)
    return {answer: "\n\n".join(dict.fromkeys(said)) for answer, said in texts.items()}


def _opened(url: str) -> Any:
    from nbgrader.api import Gradebook  # noqa: PLC0415 - of the extra, and slow

    return Gradebook(url)


def source_cells(url: str, assignment: str, notebook: str) -> tuple[SourceCell, ...]:
    """Return the cells of the instructor's notebook, in order."""
    with _opened(url) as gradebook:
        return cells_of(gradebook.find_notebook(notebook, assignment))


def notebooks_by_assignment(url: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the notebooks of every assignment."""
    with _opened(url) as gradebook:
        return {
            assignment.name: tuple(notebook.name for notebook in assignment.notebooks)
            for assignment in gradebook.assignments
        }


def record(
    url: str, place: tuple[str, str, str], source: Sequence[SourceCell], marks: Sequence[CellMark]
) -> None:
    """Write what a cell's value cannot say: comments, and that a mark is missing.

    Parameters
    ----------
    url : str
        The gradebook.
    place : tuple of str
        Notebook, assignment and student.
    source : sequence of SourceCell
        The instructor's cells.
    marks : sequence of CellMark
        The marks of the grade cells.
    """
    from nbgrader.api import MissingEntry  # noqa: PLC0415 - of the extra, and slow

    with _opened(url) as gradebook:
        for mark in marks:
            if mark.points is None:
                grade = gradebook.find_grade(mark.id, *place)
                grade.auto_score = None
                grade.needs_manual_grade = True
        for answer, text in _comments(source, marks).items():
            with contextlib.suppress(MissingEntry):
                gradebook.find_comment(answer, *place).auto_comment = text
        gradebook.db.commit()
