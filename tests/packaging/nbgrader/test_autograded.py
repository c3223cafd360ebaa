"""A submitted notebook put right, and the marks in it."""

from typing import Any

from autograder.packaging.nbgrader.autograded import (
    SourceCell,
    answer_above,
    restored,
    with_marks,
)
from autograder.packaging.nbgrader.cell_marks import CellMark

SOURCE = (
    SourceCell("kit", "code", "import kit", "k", locked=True),
    SourceCell("f_answer", "code", "stub", "a", solution=True),
    SourceCell("f", "code", "grade('f')", "t", grade=True, locked=True, points=3.0),
    SourceCell("essay", "markdown", "why?", "e", grade=True, solution=True, points=2.0),
)

Cell = dict[str, Any]


def code(grade_id: str, source: str, **nbgrader: Any) -> Cell:
    metadata = {"nbgrader": {"grade_id": grade_id, **nbgrader}} if grade_id else {}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells: Cell) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)}


def sources(found: dict[str, Any]) -> list[str]:
    return [cell["source"] for cell in found["cells"]]


def ids(found: dict[str, Any]) -> list[str]:
    return [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in found["cells"]]


def test_missing_cells_are_put_back_where_they_were() -> None:
    put = restored(notebook(code("f_answer", "mine"), code("", "more")), SOURCE)
    assert sources(put.notebook) == ["import kit", "mine", "grade('f')", "why?", "more"]
    assert put.missing == ("kit", "f", "essay")


def test_an_empty_notebook_becomes_the_source() -> None:
    put = restored(notebook(), SOURCE)
    assert ids(put.notebook) == ["kit", "f_answer", "f", "essay"]
    assert put.missing == ("kit", "f_answer", "f", "essay")


def test_a_locked_cell_gets_the_source_and_answers_keep_theirs() -> None:
    put = restored(notebook(code("f", "3.0"), code("f_answer", "mine")), SOURCE)
    assert "3.0" not in sources(put.notebook)
    assert "mine" in sources(put.notebook)


def test_of_two_cells_with_one_id_the_last_is_it() -> None:
    put = restored(notebook(code("f_answer", "old"), code("f_answer", "new")), SOURCE)
    assert [s for s, i in zip(sources(put.notebook), ids(put.notebook), strict=True) if i] == [
        "import kit",
        "new",
        "grade('f')",
        "why?",
    ]
    assert sources(put.notebook).count("old") == 1


def test_metadata_is_the_sources_whatever_a_student_made_of_it() -> None:
    edited = code("f", "x", grade=False, points="many", schema_version=99, locked=[])
    [cell] = [
        c
        for c in restored(notebook(edited), SOURCE).notebook["cells"]
        if c["metadata"]["nbgrader"]["grade_id"] == "f"
    ]
    assert cell["metadata"]["nbgrader"] == {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "grade_id": "f",
        "schema_version": 3,
        "cell_type": "code",
        "points": 3.0,
        "checksum": "t",
    }


def test_a_cell_that_claims_to_be_graded_is_not() -> None:
    put = restored(notebook(code("more", "1", grade=True, points=9)), SOURCE)
    assert "more" not in ids(put.notebook)
    assert "1" in sources(put.notebook)


def test_odd_ids_and_metadata_are_no_harm() -> None:
    odd: list[Cell] = [code("", "a"), code("", "b"), code("", "c")]
    odd[0]["metadata"] = {"nbgrader": "text"}
    odd[1]["metadata"] = {"nbgrader": {"grade_id": ["f"]}}
    odd[2]["metadata"] = None
    put = restored(notebook(*odd), SOURCE)
    assert put.missing == ("kit", "f_answer", "f", "essay")
    assert all(
        "nbgrader" not in c["metadata"] for c in put.notebook["cells"] if c["source"] in "abc"
    )


def test_an_answer_that_became_text_is_code_again() -> None:
    text = {**code("f_answer", "mine"), "cell_type": "markdown"}
    del text["outputs"], text["execution_count"]
    put = restored(notebook(text), SOURCE)
    [cell] = [c for c in put.notebook["cells"] if c["source"] == "mine"]
    assert (cell["cell_type"], cell["outputs"]) == ("code", [])


def test_cells_that_are_put_back_have_ids_of_their_own() -> None:
    found = {**notebook(), "nbformat_minor": 5}
    found["cells"] = [{**code("", "x"), "id": "back-1"}]
    given = [cell["id"] for cell in restored(found, SOURCE).notebook["cells"]]
    assert len(set(given)) == len(given) == 5


def test_the_notebook_that_was_given_is_not_changed() -> None:
    given = notebook(code("f", "x"))
    restored(given, SOURCE)
    assert given == notebook(code("f", "x"))


def test_a_mark_is_the_last_value_of_its_cell() -> None:
    put = restored(notebook(), SOURCE)
    found = with_marks(put.notebook, [CellMark("f", 1.5, 3.0, "right")], put.missing)
    [stream, value] = found["cells"][2]["outputs"]
    assert stream["text"].endswith("it was put back.\nright\n")
    assert value["data"] == {"text/plain": "1.5"}


def test_a_cell_without_a_mark_shows_no_number_and_an_error() -> None:
    found = with_marks(restored(notebook(), SOURCE).notebook, [CellMark("f", None, 3.0, "ours")])
    assert [output["output_type"] for output in found["cells"][2]["outputs"]] == ["stream", "error"]


def test_a_remark_on_the_whole_notebook_stands_first_and_once() -> None:
    found = with_marks(
        restored(notebook(), SOURCE).notebook, [CellMark("f", 1.0, 3.0, "right")], head="hello"
    )
    texts = [output["text"] for cell in found["cells"][:2] for output in cell["outputs"]]
    assert texts == ["hello\n"]


def test_the_answer_of_a_grade_cell_is_the_last_one_above_it() -> None:
    assert answer_above(SOURCE, "f") == "f_answer"
    assert answer_above(SOURCE, "kit") is None
