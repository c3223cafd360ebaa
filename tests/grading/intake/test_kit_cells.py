"""The intake does not run the kit's cells in a notebook, and loses no answer with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.intake import Submission
from autograder.packaging.notebook.cells import KIT_CELL
from autograder.worker.notebook_cells import defined_names, without_kit, without_trials
from tests.grading.intake.makers import loaded, notebook, put, read, zipped

FIRST_KIT_CELL = """\
# Run this cell first, as it was in the notebooks that were released first.
import sys
from pathlib import Path

places = [Path("nudge_kit.zip"), Path("..", "nudge_kit.zip")]
kit = next((place.resolve() for place in places if place.is_file()), None)
if kit is None:
    raise FileNotFoundError(
        "nudge_kit.zip is not beside this notebook"
    )
if str(kit) not in sys.path:
    sys.path.insert(0, str(kit))
import nudge_notebook"""
SIGMOID = "def sigmoid(z):\n    return 1.0\n"
GRADE = 'nudge_notebook.grade("e04_sigmoid")'
LOCKED: dict[str, Any] = {
    "nbgrader": {"locked": True, "grade": False, "solution": False, "grade_id": "kit"}
}
GRADED: dict[str, Any] = {
    "nbgrader": {"locked": True, "grade": True, "solution": False, "grade_id": "g"}
}
ANSWER: dict[str, Any] = {
    "nbgrader": {"locked": False, "grade": True, "solution": True, "grade_id": "a"}
}
EXAMPLE: dict[str, Any] = {"nudge": "example", "tags": ["raises-exception"]}


def reads(tmp_path: Path, *cells: tuple[str, dict[str, Any]]) -> Submission:
    made = json.loads(notebook(*(source for source, _ in cells)))
    code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    for cell, (_, metadata) in zip(code, cells, strict=True):
        cell["metadata"] = metadata
    put(tmp_path, {"ada_e04_sigmoid.ipynb": json.dumps(made).encode()})
    return read(tmp_path)


@pytest.mark.parametrize("metadata", [LOCKED, {}], ids=["as made", "without metadata"])
@pytest.mark.parametrize("kit_cell", [KIT_CELL, FIRST_KIT_CELL], ids=["now", "before"])
def test_finding_and_asking_the_kit_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kit_cell: str, metadata: dict[str, Any]
) -> None:
    graded = GRADED if metadata else {}
    cells = [(kit_cell, metadata), (SIGMOID, {}), (GRADE, graded), (f"x = {GRADE}", {})]
    made = loaded(reads(tmp_path, *cells), "e04_sigmoid")
    assert made["sigmoid"](0) == 1.0
    assert "nudge_notebook" not in made
    assert capsys.readouterr() == ("", "")


def test_an_answer_written_into_any_cell_of_the_kits_counts(tmp_path: Path) -> None:
    grade_cell = f"def sigmoid(z):\n    return scale * one(z)\n{GRADE}"
    cells = [
        (f"{KIT_CELL}\nfrom math import exp as power", LOCKED),
        ("def one(z):\n    return power(0)", EXAMPLE),
        (grade_cell, GRADED),
        ("scale = 3.0\nsigmoid(0)", GRADED),
    ]
    made = loaded(reads(tmp_path, *cells), "e04_sigmoid")
    assert made["sigmoid"](0) == 3.0


def test_a_locked_cell_with_what_answers_need_is_run(tmp_path: Path) -> None:
    cells = [("import math", LOCKED), ("def sigmoid(z):\n    return math.exp(0)", {})]
    assert loaded(reads(tmp_path, *cells), "e04_sigmoid")["sigmoid"](0) == 1.0


def test_an_answer_that_is_graded_by_hand_is_run(tmp_path: Path) -> None:
    made = loaded(reads(tmp_path, (f"{SIGMOID}\ny = sigmoid(0)", ANSWER)), "e04_sigmoid")
    assert made["y"] == 1.0


@pytest.mark.parametrize("metadata", [GRADED, EXAMPLE, {"nudge": "picture"}])
def test_an_answer_without_end_does_not_hold_up_what_tries_it(
    tmp_path: Path, metadata: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    endless = "def sigmoid(z):\n    while True:\n        pass"
    trials = "z = 1\nz = sigmoid(z)\nfor z in [1]:\n    sigmoid(z)\nassert sigmoid(0)\nsigmoid(0)"
    made = loaded(
        reads(tmp_path, (endless, {}), (trials, metadata), ("1 / 0", metadata)), "e04_sigmoid"
    )
    assert made["z"] == 1
    assert capsys.readouterr().err == ""


def test_a_failing_trial_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = loaded(reads(tmp_path, (SIGMOID, {}), ("a = b\nc = 1", EXAMPLE)), "e04_sigmoid")
    assert "sigmoid" in made
    assert capsys.readouterr().err == ""


def test_loops_and_branches_in_a_trial_are_not_run() -> None:
    trials = "while True:\n    pass\nif f:\n    x = 1\ny: int = 2\ny += 1"
    assert without_trials(trials, {"f"}) == "pass\n\npass\n\ny: int = 2\npass"


def test_lines_stay_where_they_are() -> None:
    kept = without_kit(f"{KIT_CELL}\n1 / 0").split("\n")
    assert len(kept) == KIT_CELL.count("\n") + 2
    assert kept[-1] == "1 / 0"
    trials = without_trials("é = 1; f(\n  1\n); x = 2  # f\nf(3); y = 3", {"f"})
    assert trials == "é = 1; pass\n\nx = 2  # f\npass; y = 3"


@pytest.mark.parametrize("source", ["nudge_notebook.grade(", "x = '\0'", "nudge_notebook\rx = 1"])
def test_a_cell_that_is_not_python_is_left_as_it_is(source: str) -> None:
    assert without_kit(source) == source
    assert without_trials(source, {"x"}) == source


def test_functions_and_classes_are_what_is_defined() -> None:
    assert defined_names(
        ["def f(): ...\n  def g(): ...", "async def h(): ...", "class C: ..."]
    ) == {
        "f",
        "h",
        "C",
    }


def test_the_kits_own_files_are_nobodys_answer(tmp_path: Path) -> None:
    picture = b"def sigmoid(z): draw()\n"
    kit = zipped({"autograder/pictures/e04_sigmoid.py": picture, "e07_dense.py": picture})
    put(
        tmp_path / "ada" / "forward",
        {
            "nudge_kit.zip": kit,
            "e07_dense.py": b"def pre_activation(): ...\n",
            "autograder/pictures/e04_sigmoid.py": picture,
            "autograder/pictures/e07_dense.py": picture,
        },
    )
    found = read(tmp_path)
    assert [*found.modules] == ["exercises.e07_dense"]
    assert found.notes == ("e04_sigmoid.py is missing",)
