"""One exercise all the way: notebooks, release, submission, autograde with the engine, a score.

`make test` runs these tests of nbgrader alone; all others are for `make test-nbgrader`.
"""

import subprocess
import sys

import pytest

from autograder.course import load_course
from autograder.isolation import NotIsolated, layer_report
from tests.packaging.nbgrader.commands import NUDGE_LINE, NudgeCourse
from tests.student_folder import ROOT

pytest.importorskip("nbgrader", reason="run make test")


@pytest.fixture(scope="module")
def teaching(tmp_path_factory: pytest.TempPathFactory) -> NudgeCourse:
    """Return a new nbgrader course with e04 alone, to be graded by the engine."""
    try:
        layer_report("strict")
    except NotIsolated as reason:
        pytest.skip(str(reason))
    folder = tmp_path_factory.mktemp("round-trip")
    made = NudgeCourse(folder / "teaching", folder / "home")
    command = [sys.executable, "-m", "autograder.cli.main", "notebooks"]
    subprocess.run([*command, "--course", str(made.root)], cwd=ROOT, check=True)
    for path in (made.root / "source" / "forward").glob("*.ipynb"):
        if path.stem != "e04_sigmoid":
            path.unlink()
    made.configure(NUDGE_LINE)
    return made


def test_an_exercise_goes_through_nbgrader_to_a_score(teaching: NudgeCourse) -> None:
    teaching.nbgrader("generate_assignment", "forward")
    teaching.student("ada", "e04_sigmoid").solve("e04", but="e04_logit_answer")
    teaching.nbgrader("autograde", "forward")
    scores, worth = teaching.scores("ada"), teaching.worth("e04_sigmoid")
    assert scores == pytest.approx({**worth, "e04_logit": 0.0}, abs=1e-5)
    assert sum(worth.values()) == pytest.approx(load_course(ROOT).exercise("e04").points)


def test_the_solutions_notebook_passes_in_a_real_kernel(teaching: NudgeCourse) -> None:
    printed = teaching.nbgrader("validate", "source/forward/e04_sigmoid.ipynb")
    assert "Success! Your notebook passes all the tests." in printed
