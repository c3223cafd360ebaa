"""nbgrader's own commands, with Nudge's engine instead of a kernel."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.course import Course
from tests.packaging.leaks import everything, hidden_names, normal, secret_lines
from tests.packaging.nbgrader.class_of_students import ATTACKS, CARELESS, SOME
from tests.packaging.nbgrader.commands import (
    BY_NAME,
    BY_NAME_READER,
    NUDGE_LINE,
    PATIENT,
    Notebook,
    NudgeCourse,
    change,
)
from tests.packaging.notebook.students import grade_id
from tests.student_folder import ROOT

pytestmark = pytest.mark.nbgrader
pytest.importorskip("nbgrader", reason="run make test-nbgrader")

DOCS = ROOT / "docs" / "nbgrader.md"
HONEST = ("right", "blank", "partly", "wrong", "carried", "talks")
EVERYBODY = (*HONEST, *CARELESS, *ATTACKS)

# These students changed their notebooks in good faith, or to see what happens. They lose only the
# points that the name says; the rest is right.
LOSE_DENSE_FORWARD = ("deletes-an-answer", "loops")
LOSE_E07 = ("broken-json", "no-notebook", "missing", "link", "dies-at-once")


def of_some(scores: dict[str, float | None]) -> dict[str, float | None]:
    """Return the scores of the two notebooks."""
    return {name: score for name, score in scores.items() if name[:3] in ("e04", "e07")}


def without(found: dict[str, float], *lost: str) -> dict[str, float]:
    """Return full scores, with 0 in the cells whose ids begin so."""
    return {name: 0.0 if name.startswith(lost) else points for name, points in found.items()}


def test_a_right_submission_has_every_point(graded: NudgeCourse) -> None:
    assert of_some(graded.scores("right")) == graded.worth(*SOME)


def test_a_blank_submission_has_none(graded: NudgeCourse) -> None:
    assert set(graded.scores("blank").values()) == {0.0}
    assert graded.comments("blank")["e07_pre_activation_answer"] == "No response."


def test_a_partly_right_answer_has_its_share(graded: NudgeCourse) -> None:
    found, worth = graded.scores("partly"), graded.worth(*SOME)
    # Right with one example, or with silent ones.
    assert 0 < (found["e07_pre_activation"] or 0) < worth["e07_pre_activation"]
    assert found["e07_dense_forward"] == worth["e07_dense_forward"]


def test_a_misconception_is_named_in_the_cell_and_in_the_comment(graded: NudgeCourse) -> None:
    assert graded.scores("wrong")["e07_pre_activation"] == 0.0
    shown = graded.shown("wrong", "e07_pre_activation")
    assert "What does the neuron do with silent inputs?  [The bias is left out]" in shown
    assert "called    pre_activation(W " in shown
    assert graded.comments("wrong")["e07_pre_activation_answer"] == (
        "This looks like a common misconception: **The bias is left out**. "
        "What does the neuron do with silent inputs?"
    )


def test_an_error_is_carried_forward(graded: NudgeCourse) -> None:
    assert of_some(graded.scores("carried")) != graded.worth(*SOME)
    assert graded.scores("carried")["e07_dense_forward"] == graded.worth(*SOME)["e07_dense_forward"]
    said = "Graded with a correct e04_sigmoid in place of yours"
    assert said in graded.shown("carried", "e07_dense_forward")


def test_a_students_output_is_shown_and_costs_nothing(graded: NudgeCourse) -> None:
    assert of_some(graded.scores("talks")) == graded.worth(*SOME)
    assert "hello <b>you</b>" in graded.shown("talks", "e07_kit")
    outputs = [
        output
        for cell in graded.autograded("talks", "e07_dense")["cells"]
        for output in cell.get("outputs", [])
    ]
    assert [one for one in outputs if one.get("name") == "stderr"] == []


@pytest.mark.parametrize(
    "student", [name for name in CARELESS if name not in (*LOSE_DENSE_FORWARD, *LOSE_E07)]
)
def test_a_damaged_notebook_costs_nothing(graded: NudgeCourse, student: str) -> None:
    assert of_some(graded.scores(student)) == graded.worth(*SOME)
    assert graded.waiting(student) == []


@pytest.mark.parametrize("student", LOSE_DENSE_FORWARD)
def test_an_answer_that_is_gone_or_never_ends_costs_itself(
    graded: NudgeCourse, student: str
) -> None:
    expected = without(graded.worth(*SOME), "e07_dense_forward")
    assert of_some(graded.scores(student)) == expected


@pytest.mark.parametrize("student", LOSE_E07)
def test_a_notebook_that_cannot_be_read_costs_itself(graded: NudgeCourse, student: str) -> None:
    assert of_some(graded.scores(student)) == without(graded.worth(*SOME), "e07")


@pytest.mark.parametrize(
    ("student", "cell", "sentence"),
    [
        ("deletes", "e07_dense_forward", "was missing from what you handed in; it was put back"),
        ("deletes-an-answer", "e07_dense_forward_answer", "it was put back"),
        ("loops", "e07_dense_forward", "is there a loop that never ends?"),
        ("dies-at-once", "e07_dense_forward", "the process ended while e07_dense.py was being"),
        ("broken-json", "e07_kit", "e07_dense.ipynb was left out: it is not JSON"),
        ("link", "e07_kit", "e07_dense.ipynb was left out: it is a link"),
    ],
)
def test_there_is_a_sentence_about_it(
    graded: NudgeCourse, student: str, cell: str, sentence: str
) -> None:
    assert sentence in graded.shown(student, cell)


@pytest.mark.parametrize("student", EVERYBODY)
def test_no_score_is_left_open(graded: NudgeCourse, student: str) -> None:
    scores = graded.scores(student)
    assert len(scores) > len(graded.worth(*SOME))
    assert None not in scores.values()


@pytest.mark.parametrize("student", ATTACKS)
def test_an_attack_gains_nothing_and_disturbs_nobody(graded: NudgeCourse, student: str) -> None:
    assert of_some(graded.scores(student)) == without(graded.worth(*SOME), "e07_dense_forward")
    assert of_some(graded.scores("right")) == graded.worth(*SOME)
    for one in (student, "right"):
        assert set(graded.given_by_hand(one).values()) == {None}


def test_nudge_grade_gives_the_same_marks(
    graded: NudgeCourse, course: Course, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "autograder.cli.main", "grade", "submitted"]
    command += ["--out", str(tmp_path / "out"), "--course", str(course.root), "--jobs", "2"]
    command += ["--only", "e04", "--only", "e07"]
    subprocess.run(command, cwd=graded.root, check=True, capture_output=True)
    with (tmp_path / "out" / "gradebook.csv").open(encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    for student in EVERYBODY:
        scores = graded.scores(student)
        for exercise in SOME:
            points = [score or 0 for name, score in scores.items() if name[:3] == exercise[:3]]
            assert round(sum(points), 2) == float(rows[student][exercise]), (student, exercise)


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_feedback_and_export_show_what_was_found(graded: NudgeCourse, course: Course) -> None:
    graded.nbgrader("generate_feedback", "forward")
    page = (graded.root / "feedback" / "wrong" / "forward" / "e07_dense.html").read_text("utf-8")
    assert "<strong>The bias is left out</strong>" in page
    text = normal(_Text(page).text)
    assert "hint What does the neuron do with silent inputs? [The bias is left out]" in text
    page = (graded.root / "feedback" / "talks" / "forward" / "e07_dense.html").read_text("utf-8")
    assert "hello &lt;b&gt;you&lt;/b&gt;" in page
    graded.nbgrader("export")
    with (graded.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows["right"] == sum(course.exercise(name).points for name in SOME)
    assert rows["blank"] == 0


def test_hidden_checks_are_nowhere(graded: NudgeCourse, course: Course) -> None:
    graded.nbgrader("generate_feedback", "forward", "--force")
    wanted = {*secret_lines(course), *hidden_names(course)}
    # A student who hands in the solution has its lines; the blank and the wrong do not.
    for step in ("release", "autograded/blank", "feedback/blank"):
        texts = {
            name: normal(data.decode("utf-8", "replace"))
            for name, data in everything(graded.root / step)
        }
        assert any("e07_dense" in name for name in texts)
        assert [(n, word) for n, text in texts.items() for word in wanted if word in text] == []
    for student in ("wrong", "partly", *ATTACKS):
        for step in ("autograded", "feedback"):
            for name, data in everything(graded.root / step / student):
                text = data.decode("utf-8", "replace")
                assert [word for word in hidden_names(course) if word in text] == [], name


def test_a_cell_of_the_instructors_own_waits_for_a_person(
    fresh: NudgeCourse, course: Course
) -> None:
    path = fresh.root / "source" / "forward" / "e07_dense.ipynb"
    own: Notebook = {
        "cell_type": "code",
        "id": "own",
        "metadata": {
            "nbgrader": {
                "grade": True,
                "grade_id": "e07_own",
                "locked": True,
                "points": 3,
                "schema_version": 3,
                "solution": False,
                "task": False,
            }
        },
        "source": "assert False",
        "outputs": [],
        "execution_count": None,
    }
    change(path, lambda notebook: notebook["cells"].append(own))
    fresh.nbgrader("generate_assignment", "forward", "--force")
    fresh.configure(NUDGE_LINE)
    fresh.student("ada", "e07_dense").solve()
    fresh.nbgrader("autograde", "forward")
    assert fresh.scores("ada")["e07_own"] is None
    assert fresh.waiting("ada") == ["e07_own"]
    assert "it was not run" in fresh.shown("ada", "e07_own")


def test_without_the_hidden_folder_there_is_no_score_and_no_zero(fresh: NudgeCourse) -> None:
    shutil.rmtree(fresh.root / "hidden_checks")
    fresh.configure(NUDGE_LINE)
    fresh.student("ada", "e07_dense").solve()
    said = fresh.nbgrader("autograde", "forward", fails=True)
    assert "does not know e07_pre_activation, e07_dense_forward; run `nudge notebooks`" in said
    assert fresh.scores("ada")["e07_dense_forward"] is None


def test_a_notebook_that_is_not_nudges_is_executed_as_before(fresh: NudgeCourse) -> None:
    _own_assignment(fresh, "total = 2", "assert 1 + 1 == 2")
    fresh.configure(NUDGE_LINE, PATIENT)
    shutil.copytree(fresh.root / "release" / "own", fresh.root / "submitted" / "ada" / "own")
    fresh.nbgrader("autograde", "own")
    assert fresh.scores("ada") == {"test": 2.0}


def _own_assignment(course: NudgeCourse, answer: str, test: str) -> None:
    import nbformat  # noqa: PLC0415

    role = {"schema_version": 3, "task": False}
    solution = {**role, "grade": False, "grade_id": "answer", "locked": False, "solution": True}
    graded = {**role, "grade": True, "grade_id": "test", "locked": True, "solution": False}
    cells = [
        nbformat.v4.new_code_cell(answer, metadata={"nbgrader": solution}),
        nbformat.v4.new_code_cell(test, metadata={"nbgrader": {**graded, "points": 2}}),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    (course.root / "source" / "own").mkdir()
    (course.root / "source" / "own" / "own.ipynb").write_text(nbformat.writes(notebook), "utf-8")
    course.nbgrader("generate_assignment", "own")


def test_a_fault_of_the_kit_is_no_zero_and_stops_nobody(
    fresh: NudgeCourse, course: Course, copy_course: object
) -> None:
    assert callable(copy_course)
    broken: Path = copy_course()
    checks = broken / "autograder" / "checks" / "test_e07_dense.py"
    text = checks.read_text(encoding="utf-8")
    name = "def test_each_neuron_reads_its_own_row_of_a_square_matrix"
    head, _, tail = text.partition(name)
    signature, _, rest = tail.partition(":\n")
    checks.write_text(f"{head}{name}{signature}:\n    raise KeyError('ours')\n{rest}", "utf-8")
    (fresh.root / "hidden_checks" / "made_from.txt").write_text(f"{broken}\n", "utf-8")
    fresh.configure(NUDGE_LINE)
    for student in ("ada", "bob"):
        fresh.student(student, *SOME).solve()
    said = fresh.nbgrader("autograde", "forward")
    assert "Nudge itself failed on e07_dense of bob" in said
    for student in ("ada", "bob"):
        found = fresh.scores(student)
        assert found["e07_pre_activation"] is None
        assert "e07_pre_activation" in fresh.waiting(student)
        assert "that is our fault, not yours" in fresh.shown(student, "e07_pre_activation")


def test_an_exercise_counts_from_its_own_assignment_alone(fresh: NudgeCourse) -> None:
    fresh.nbgrader("generate_assignment", "learning")
    fresh.configure(NUDGE_LINE)
    ada = fresh.student("ada", *SOME)
    late = fresh.student("late", *SOME, unit="learning")
    shutil.copytree(
        fresh.root / "submitted" / "late", fresh.root / "submitted" / "ada", dirs_exist_ok=True
    )
    for name in SOME:
        source = fresh.root / "source" / "forward" / f"{name}.ipynb"
        shutil.copyfile(source, ada.root / "learning" / source.name)
    shutil.rmtree(late.root)
    fresh.nbgrader("autograde", "forward")
    assert set(fresh.scores("ada").values()) == {0.0}


# One line, or names


def test_nudges_line_is_the_same_in_configuration_and_docs(
    released: NudgeCourse,
) -> None:
    written = (released.root / "nbgrader_config.py").read_text(encoding="utf-8")
    [imported, line] = filter(None, NUDGE_LINE.splitlines())
    assert f"# {imported}\n# {line}\n" in written
    assert f"```python{NUDGE_LINE}```\n" in DOCS.read_text(encoding="utf-8")


UNREAD = ("new-schema", "broken-json", "duplicates")


def test_named_with_the_reader_nudge_grades_the_same(
    released: NudgeCourse, graded: NudgeCourse, tmp_path: Path
) -> None:
    named = _with(released, graded, tmp_path, UNREAD, BY_NAME, BY_NAME_READER)
    named.nbgrader("autograde", "forward")
    for student in UNREAD:
        assert named.scores(student) == graded.scores(student), student


@pytest.mark.parametrize("student", UNREAD)
def test_named_without_the_reader_nbgrader_itself_fails_on_it(
    released: NudgeCourse, graded: NudgeCourse, tmp_path: Path, student: str
) -> None:
    named = _with(released, graded, tmp_path, [student], BY_NAME)
    named.nbgrader("autograde", "forward", fails=True)
    assert None in named.scores(student).values()


# The same attacks under stock nbgrader


TAKE_ALL = ("reads-the-source", "cleans-the-input", "rewrites-the-tree")
TAKE_NONE = ("equals-everything", "brings-its-own-numpy")
WRITTEN = {"updates-the-gradebook": 4.0, "leaves-a-trigger": 3.5}


@pytest.fixture(scope="module")
def stock(
    released: NudgeCourse, graded: NudgeCourse, tmp_path_factory: pytest.TempPathFactory
) -> NudgeCourse:
    """Return what stock nbgrader makes of the attacks that reach for the points."""
    attacks = (*WRITTEN, *TAKE_ALL, *TAKE_NONE, "forges-the-value")
    made = _with(released, graded, tmp_path_factory.mktemp("stock"), attacks, PATIENT)
    for student in attacks:
        if student != "reads-the-source":  # it alone needs its e04; a kernel takes seconds
            (made.root / "submitted" / student / "forward" / "e04_sigmoid.ipynb").unlink()
    # Alone, because a trigger is there for all who come after it.
    made.nbgrader("autograde", "forward", "--student", "updates-the-gradebook")
    made.nbgrader("autograde", "forward")
    return made


@pytest.mark.parametrize("student", TAKE_ALL)
def test_stock_nbgrader_gives_all_points_away(stock: NudgeCourse, student: str) -> None:
    points = stock.worth(*SOME)["e07_dense_forward"]
    assert stock.scores(student)["e07_dense_forward"] == points


@pytest.mark.parametrize("student", TAKE_NONE)
def test_a_grade_cell_gives_no_points_for_a_false_answer(stock: NudgeCourse, student: str) -> None:
    assert stock.scores(student)["e07_dense_forward"] == 0.0


def test_stock_nbgrader_takes_a_forged_value_for_partial_credit(stock: NudgeCourse) -> None:
    assert stock.scores("forges-the-value")["e07_dense_forward"] == 3.0


@pytest.mark.parametrize("student", WRITTEN)
def test_stock_nbgrader_lets_a_kernel_write_to_the_gradebook(
    stock: NudgeCourse, student: str
) -> None:
    assert stock.given_by_hand(student)["e07_dense_forward"] == WRITTEN[student]


ORDINARY = {
    "equals-everything": "    class Right(np.ndarray):\n"
    "        def __array_function__(self, *rest):\n"
    "            return True\n"
    "    return np.zeros(1).view(Right)",
    "brings-its-own-numpy": "    return None",
    "ends-the-process": "    import os\n    os._exit(0)",
}


@pytest.fixture(scope="module")
def ordinary(released: NudgeCourse, tmp_path_factory: pytest.TempPathFactory) -> NudgeCourse:
    """Return what stock nbgrader makes of attacks on a grade cell as most courses write them."""
    root = tmp_path_factory.mktemp("ordinary") / "course"
    shutil.copytree(released.root, root)
    made = NudgeCourse(root, root.parent / "home")
    made.configure(PATIENT)
    _own_assignment(
        made,
        "import numpy as np\n\n\ndef double(x):\n"
        "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
        "assert np.allclose(double(np.array([1.0, 2.0])), [2.0, 4.0])",
    )
    for student, body in {"blank": "    raise NotImplementedError()", **ORDINARY}.items():
        folder = root / "submitted" / student / "own"
        shutil.copytree(root / "release" / "own", folder)
        _write_answer(folder / "own.ipynb", f"import numpy as np\n\n\ndef double(x):\n{body}")
        for name, content in ATTACKS[student].beside if student in ATTACKS else ():
            (folder / name).write_text(content, encoding="utf-8")
    made.nbgrader("autograde", "own", fails=True)  # a kernel that dies fails the command
    return made


@pytest.mark.parametrize("student", ["equals-everything", "brings-its-own-numpy"])
def test_an_ordinary_grade_cell_gives_all_points_away(ordinary: NudgeCourse, student: str) -> None:
    assert ordinary.scores("blank") == {"test": 0.0}
    assert ordinary.scores(student) == {"test": 2.0}


def test_under_stock_nbgrader_a_process_that_ends_leaves_no_score(ordinary: NudgeCourse) -> None:
    assert ordinary.scores("ends-the-process") == {"test": None}


def _write_answer(path: Path, text: str) -> None:
    def write(notebook: Notebook) -> None:
        [cell] = [one for one in notebook["cells"] if grade_id(one) == "answer"]
        cell["source"] = text

    change(path, write)


def _with(
    released: NudgeCourse, graded: NudgeCourse, folder: Path, students: Sequence[str], *lines: str
) -> NudgeCourse:
    """Return a course in which some of the class handed in, and nobody is graded yet."""
    shutil.copytree(released.root, folder / "course")
    made = NudgeCourse(folder / "course", folder / "home")
    made.configure(*lines)
    for student in students:
        shutil.copytree(
            graded.root / "submitted" / student, made.root / "submitted" / student, symlinks=True
        )
    return made


def test_the_marks_of_a_cell_are_json(graded: NudgeCourse) -> None:
    for path in (graded.root / "autograded").rglob("*.ipynb"):
        assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4
