"""The handout after the deadline: solutions to read, and nothing else that was not in it before."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.packaging.handout import write_handout
from autograder.packaging.stubs import solution_lines
from autograder.reference.hidden import hidden_lines
from tests.student_folder import ROOT, StudentFolder

SKIPPED = {"S"}  # the extra, where its packages are not installed


@pytest.fixture(scope="module")
def solved(course: Course, tmp_path_factory: pytest.TempPathFactory) -> StudentFolder:
    out = tmp_path_factory.mktemp("after") / "handout"
    return StudentFolder(write_handout(course, out, with_solutions=True))


@pytest.fixture
def own(solved: StudentFolder, tmp_path: Path) -> StudentFolder:
    return StudentFolder(shutil.copytree(solved.root, tmp_path / "handout"))


def _names(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in files}


def test_each_exercise_adds_one_solution(
    solved: StudentFolder, fresh_handout: Path, course: Course
) -> None:
    added = _names(solved.root) - _names(fresh_handout)
    assert added == {f"solutions/{exercise.id}.py" for exercise in course.exercises}
    assert not [exercise for exercise in course.drafts if f"solutions/{exercise.id}.py" in added]


def test_a_solution_is_whole_and_without_markers(solved: StudentFolder, course: Course) -> None:
    for exercise in course.exercises:
        text = (solved.root / "solutions" / f"{exercise.id}.py").read_text(encoding="utf-8")
        lines = {re.sub(r"\s+", " ", line.strip()) for line in text.splitlines()}
        assert solution_lines(course.solution(exercise).read_text(encoding="utf-8")) <= lines
        assert "### BEGIN" not in text
        assert "# %% [markdown]" in text


def test_hidden_checks_are_cut_from_it_too(solved: StudentFolder, course: Course) -> None:
    text = "".join(path.read_text("utf-8") for path in solved.root.rglob("*.py"))
    for exercise in course.exercises:
        lines = course.checks(exercise).read_text(encoding="utf-8").splitlines()
        hidden = "\n".join(lines[n - 1] for n in sorted(hidden_lines(course.checks(exercise))))
        names = re.findall(r"^def (test_\w+)", hidden, re.MULTILINE)
        assert names
        assert not [name for name in names if f"def {name}(" in text]


def test_its_pytest_checks_the_students_files_alone(own: StudentFolder) -> None:
    assert set(own.pytest().letters) - SKIPPED == {"T"}
    shutil.copyfile(
        ROOT / "solutions" / "e04_sigmoid.py", own.root / "exercises" / "e04_sigmoid.py"
    )
    assert set(own.pytest("-k", "e04").letters) == {"."}


def test_right_answers_pass_in_it_as_in_the_other(own: StudentFolder) -> None:
    for path in (own.root / "solutions").glob("*.py"):
        shutil.copyfile(path, own.root / "exercises" / path.name)
    told = own.pytest()
    assert (told.code, set(told.letters) - SKIPPED) == (0, {"."})


def test_a_missing_answer_key_is_reported_as_in_other_handouts(own: StudentFolder) -> None:
    (own.root / "autograder" / "answers" / "e04_sigmoid.json").unlink()
    told = own.pytest("-k", "e04")
    assert "answer key" in told.text
    assert "ModuleNotFoundError" not in told.text


def test_its_readme_says_what_the_solutions_are(solved: StudentFolder, fresh_handout: Path) -> None:
    assert "## The solutions" in (solved.root / "README.md").read_text(encoding="utf-8")
    assert "solutions" not in (fresh_handout / "README.md").read_text(encoding="utf-8")
