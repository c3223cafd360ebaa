"""The reader makes a valid notebook of anything that a student calls a notebook."""

import json
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra `nbgrader`")


def read(path: Path, content: Any) -> Any:
    from autograder.packaging.nbgrader.autograded import read_notebook  # noqa: PLC0415

    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    path = path / "e07_dense.ipynb"
    path.write_bytes(data)
    found = read_notebook(path)
    nbformat.validate(nbformat.from_dict(found.notebook))
    return found


def cell(source: Any = "x = 1", **changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    return {**plain, "source": source, **changes}


def notebook(*cells: Any, **changes: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells), **changes}


def sources(found: Any) -> list[str]:
    return ["".join(one["source"]) for one in found.notebook["cells"]]


def test_a_notebook_is_read_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, notebook(cell(), cell(["y = 2\n", "z = 3"])))
    assert (sources(found), found.problem) == (["x = 1", "y = 2\nz = 3"], "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"cells": [',
        b"\xff\xfe",
        b"[" * 100_000,
        [1, 2, 3],
        7,
        {"nbformat": 4},
        notebook(cells=7),
        b'{"nbformat": 4, "cells": [' + b"1," * 1_000_001 + b"1]}",
    ],
    ids=["empty", "cut", "no text", "deep", "list", "number", "no cells", "odd cells", "flood"],
)
def test_a_file_that_is_not_a_notebook_has_no_cells(tmp_path: Path, content: Any) -> None:
    found = read(tmp_path, content)
    assert found.notebook["cells"] == []
    assert found.problem


def test_of_a_damaged_form_the_cells_that_can_be_read_are_kept(tmp_path: Path) -> None:
    odd = [cell(cell_type="poem"), cell(7), 3, cell("kept", metadata={"nbgrader": {"a": 1}})]
    found = read(tmp_path, notebook(*odd))
    assert sources(found) == ["kept"]
    assert found.notebook["cells"][0]["metadata"] == {"nbgrader": {"a": 1}}
    assert found.problem.startswith("its form is damaged")


def test_outputs_are_left_behind_whatever_they_are(tmp_path: Path) -> None:
    found = read(tmp_path, notebook(cell(outputs="many")))
    assert found.notebook["cells"][0]["outputs"] == []
    assert found.problem == ""


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    found = read(tmp_path, notebook(cell("x = '\ud800'")))
    assert sources(found) == ["x = '?'"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    from autograder.packaging.nbgrader.autograded import read_notebook  # noqa: PLC0415

    (tmp_path / "there").write_text(json.dumps(notebook(cell())))
    (tmp_path / "e07_dense.ipynb").symlink_to(tmp_path / "there")
    found = read_notebook(tmp_path / "e07_dense.ipynb")
    assert found.notebook["cells"] == []
    assert "it is a link" in found.problem
