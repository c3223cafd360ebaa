"""What nbgrader's gradebook knows of an assignment's notebooks, and what is written to it."""

from collections.abc import Mapping, Sequence

from nbgrader.api import Gradebook, MissingEntry

from autograder.packaging.nbgrader.autograded import SourceCell, answer_above
from autograder.packaging.nbgrader.gradebook_rows import cells_of
from autograder.packaging.nbgrader.marks import CellMark

__all__ = ["notebooks_by_assignment", "record", "source_cells"]


def source_cells(url: str, assignment: str, notebook: str) -> tuple[SourceCell, ...]:
    """Return the cells of the instructor's notebook, in order."""
    with Gradebook(url) as gradebook:
        return cells_of(gradebook.find_notebook(notebook, assignment))


def notebooks_by_assignment(url: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the notebooks of every assignment."""
    with Gradebook(url) as gradebook:
        return {
            assignment.name: tuple(notebook.name for notebook in assignment.notebooks)
            for assignment in gradebook.assignments
        }


def record(
    url: str,
    place: tuple[str, str, str],
    source: Sequence[SourceCell],
    marks: Sequence[CellMark],
) -> None:
    """Write what a notebook's last values cannot say: comments, and that there is no mark.

    Parameters
    ----------
    url : str
        The gradebook.
    place : tuple of str
        Notebook, assignment and student.
    source : sequence of SourceCell
        The instructor's cells.
    marks : sequence of CellMark
        What each grade cell got.
    """
    comments: dict[str, list[str]] = {}
    with Gradebook(url) as gradebook:
        for mark in marks:
            if mark.points is None:
                grade = gradebook.find_grade(mark.id, *place)
                grade.auto_score = None
                grade.needs_manual_grade = True
            answer = answer_above(source, mark.id)
            if answer is not None and mark.comment:
                comments.setdefault(answer, []).append(mark.comment)
        for answer, texts in comments.items():
            try:
                comment = gradebook.find_comment(answer, *place)
            except MissingEntry:
                continue
            comment.auto_comment = "\n\n".join(dict.fromkeys(texts))
        gradebook.db.commit()
