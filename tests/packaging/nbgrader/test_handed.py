"""One student's folders of several assignments, read as one submission."""

from pathlib import Path

from autograder.grading.intake import Readings
from autograder.packaging.nbgrader.engine import AssignmentFolder, read_handed

FUNCTIONS = {"e04_sigmoid": ("sigmoid",), "e07_dense": ("pre_activation",)}


def test_of_two_helpers_of_one_name_the_graded_folders_counts(tmp_path: Path) -> None:
    handed = []
    for unit, exercise in (("forward", "e07_dense"), ("basics", "e04_sigmoid")):
        folder = tmp_path / unit
        folder.mkdir()
        (folder / f"{exercise}.py").write_text("import helper\n")
        (folder / "helper.py").write_text(f"UNIT = {unit!r}\n")
        handed.append(AssignmentFolder(folder, (exercise,)))
    read = read_handed("ada", handed, FUNCTIONS, Readings("strict", FUNCTIONS))
    assert {f"exercises.{name}" for name in FUNCTIONS} < read.modules.keys()
    assert read.modules["exercises.helper"] == b"UNIT = 'forward'\n"
