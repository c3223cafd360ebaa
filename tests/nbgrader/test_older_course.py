"""A course folder of 0.1.0, its release and its submissions, under nbgrader with today's Nudge."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.isolation import NotIsolated, layer_report
from tests.packaging.nbgrader.commands import PATIENT, NudgeCourse
from tests.student_folder import ROOT

pytestmark = pytest.mark.nbgrader
pytest.importorskip("nbgrader", reason="run make test-nbgrader")

ARCHIVE = Path(__file__).parent / "data" / "course-0.1.0.zip"
DIGITS = "datasets/data/digits.npz"
# As 0.1.0 graded them, under stock nbgrader and with its engine.
E04 = {"e04_sigmoid": 3.157895, "e04_sigmoid_prime": 1.894737, "e04_logit": 0.947368}
ADA = {**E04, "e07_pre_activation": 4.727273, "e07_dense_forward": 3.272727}
BOB = {**E04, "e07_pre_activation": 0.0, "e07_dense_forward": 0.0}
# The engine of today supplies the earlier function of a notebook, too.
BOB_SUPPLIED = {**BOB, "e07_dense_forward": ADA["e07_dense_forward"]}
COMMENTED = (
    "# from autograder.packaging.nbgrader.configure import nudge_steps\n"
    "# c.Autograde.autograde_preprocessors = nudge_steps(c)\n"
)


@pytest.fixture
def older(tmp_path: Path) -> NudgeCourse:
    """Return the course as it lay on an instructor's disk."""
    root = tmp_path / "teaching"
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(root)
    kit = root / "source" / "forward" / "nudge_kit.zip"
    with zipfile.ZipFile(kit, "a") as archive:
        archive.write(ROOT / DIGITS, DIGITS)
    for folder in (root / "release" / "forward", *root.glob("submitted/*/forward")):
        shutil.copyfile(kit, folder / kit.name)
    (root / "hidden_checks" / "made_from.txt").write_text(f"{ROOT}\n", encoding="utf-8")
    return NudgeCourse(root, tmp_path / "home")


def by_stock(course: NudgeCourse) -> None:
    """Leave the configuration as it is: the old kit's own engine runs in the kernel."""
    course.configure(PATIENT)


def by_the_engine(course: NudgeCourse) -> None:
    """Take the two lines out of their comments, as the configuration says."""
    try:
        layer_report("strict")
    except NotIsolated as reason:
        pytest.skip(str(reason))
    path = course.root / "nbgrader_config.py"
    text = path.read_text(encoding="utf-8")
    assert COMMENTED in text
    path.write_text(text.replace(COMMENTED, COMMENTED.replace("# ", "")), encoding="utf-8")


@pytest.mark.parametrize(("configure", "bob"), [(by_stock, BOB), (by_the_engine, BOB_SUPPLIED)])
def test_a_course_of_the_first_version_is_graded_as_it_was(
    older: NudgeCourse, configure: Callable[[NudgeCourse], None], bob: dict[str, float]
) -> None:
    configure(older)
    older.nbgrader("autograde", "forward")
    assert older.scores("ada") == pytest.approx(ADA, abs=1e-5)
    assert older.scores("bob") == pytest.approx(bob, abs=1e-5)
    answer = older.shown("bob", "e07_pre_activation")
    assert "What does the neuron do with silent inputs?  [The bias is left out]" in answer


def test_its_points_and_those_of_the_course_now_are_told(older: NudgeCourse) -> None:
    by_the_engine(older)
    said = older.nbgrader("autograde", "forward")
    # Once for each notebook, not for each student.
    assert said.count("the gradebook has other points than the course now. e04_sigmoid: ") == 1
    assert "e04_sigmoid 3.158 (now " in said
    assert said.count("Marks are shares of the gradebook's points") == 2


def test_a_released_notebook_of_the_first_version_still_validates(older: NudgeCourse) -> None:
    solved = "submitted/ada/forward/e07_dense.ipynb"
    assert "Success! Your notebook passes all the tests." in older.nbgrader("validate", solved)
