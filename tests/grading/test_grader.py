import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus
from autograder.course import load_course
from autograder.grading.grader import Grader
from autograder.grading.intake import Entry
from autograder.grading.results import SubmissionResult, SubmissionStatus
from autograder.grading.seed import Seed
from tests.without_store import grade_entry, grade_folder, points_of

ROOT = Path(__file__).resolve().parents[2]
BODY = re.compile(r"    ### BEGIN SOLUTION\n.*?    ### END SOLUTION\n", re.DOTALL)

IDLE = """

class Idle:
    def __init__(self, n_inputs, n_hidden, n_outputs, rng):
        self.W1, self.b1 = rng.normal(size=(n_inputs, n_hidden)), np.zeros(n_hidden)
        self.W2, self.b2 = rng.normal(size=(n_hidden, n_outputs)), np.zeros(n_outputs)

    def forward_pass(self, X):
        return np.zeros((len(X), len(self.b2))), None

    def backwards_pass(self, cache, Y):
        return {}

    def subtract_gradients(self, gradients, lr):
        pass


def fit(X, Y, n_hidden, lr, steps, rng):
    return Idle(X.shape[1], n_hidden, Y.shape[1], rng)
"""

Grade = Callable[..., SubmissionResult]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    course = load_course(ROOT)
    with Grader(course, course.exercises, Seed("tests")) as opened:
        yield opened


@pytest.fixture
def grade(grader: Grader, tmp_path: Path) -> Grade:
    """Grade a perfect submission in which some modules were changed."""

    def graded(**changes: Callable[[str], str] | None) -> SubmissionResult:
        folder = tmp_path / "somebody"
        folder.mkdir()
        for path in (ROOT / "solutions").glob("e*.py"):
            change = changes.get(path.stem.partition("_")[0], str)
            if change is not None:
                (folder / path.name).write_text(change(path.read_text()))
        return grade_entry(grader, Entry.at("somebody", folder))

    return graded


def body_of(function: str, body: str) -> Callable[[str], str]:
    """Replace the solution of one function."""

    def change(source: str) -> str:
        head, marker, rest = source.partition(f"def {function}(")
        assert marker
        return head + marker + BODY.sub(lambda _: f"    {body}\n", rest, count=1)

    return change


def states(result: SubmissionResult, exercise: str) -> set[CheckStatus]:
    (found,) = [item for item in result.exercises if item.exercise == exercise]
    return {check.outcome.status for check in found.checks}


def got_lines(result: SubmissionResult, exercise: str) -> set[str]:
    (found,) = [item for item in result.exercises if item.exercise == exercise]
    return {check.outcome.lines.got for check in found.checks if check.outcome.lines}


def supplied(result: SubmissionResult) -> dict[str, tuple[str, ...]]:
    return {item.exercise: item.supplied for item in result.exercises if item.supplied}


def worth(exercise: str) -> float:
    """Return the points of an exercise."""
    return load_course(ROOT).exercise(exercise).points


def test_a_perfect_submission_has_every_point(grade: Grade) -> None:
    result = grade()
    assert (result.status, result.total) == (SubmissionStatus.GRADED, 100.0)


def test_a_wrong_earlier_exercise_is_supplied_to_later_ones(grade: Grade) -> None:
    result = grade(e04=body_of("sigmoid", "return 1 / (1 + np.exp(z))"))
    # The student's own e07 is right once e04 is, so e15 builds on it.
    builds_on_it = (
        "e06_neuron",
        "e07_dense",
        "e08_conventions",
        "e09_network",
        "e14_chain_rule",
        "e15_backprop",
        "e18_mnist",
    )
    assert supplied(result) == dict.fromkeys(builds_on_it, ("e04_sigmoid",))
    right = {item.exercise for item in result.exercises if item.is_right}
    assert right >= {*builds_on_it}


def test_a_missing_earlier_exercise_costs_its_own_points_alone(grade: Grade) -> None:
    result = grade(e04=None)
    assert points_of(result, "e04_sigmoid") == 0.0
    assert result.total == 100.0 - worth("e04")
    assert "e04_sigmoid.py is missing" in result.notes


def test_an_exercise_that_does_not_compile_costs_its_own_points_alone(
    grade: Grade,
) -> None:
    result = grade(e04=lambda source: source + "\ndef broken(:\n")
    assert result.total == 100.0 - worth("e04")
    assert any("SyntaxError" in got for got in got_lines(result, "e04_sigmoid"))


def test_the_own_mistake_stays_when_the_earlier_exercise_is_supplied(grade: Grade) -> None:
    result = grade(
        e04=body_of("sigmoid", "return 1 / (1 + np.exp(z))"),
        e07=body_of("pre_activation", "return W @ a"),
    )
    assert CheckStatus.FAIL in states(result, "e07_dense")


def test_an_earlier_exercise_that_is_right_and_slow_costs_no_points(grade: Grade) -> None:
    for_ever = "while sys._getframe(1).f_globals['__name__'] == 'exercises.e09_network': pass"
    body = f"import sys\n    {for_ever}\n    return sigmoid(pre_activation(W, b, a))"
    result = grade(e07=body_of("dense_forward", body))
    assert supplied(result) == {"e09_network": ("e07_dense",)}
    assert result.total == 100.0


def test_an_exercise_that_is_slow_itself_keeps_its_own_mark(grade: Grade) -> None:
    result = grade(e09=body_of("forward", "while True: pass"))
    assert supplied(result) == {}
    assert 100.0 - worth("e09") < result.total < 100.0


def test_an_untrained_network_is_not_taken_for_a_trained_one(grade: Grade) -> None:
    result = grade(e17=lambda source: source + IDLE)
    (found,) = [item for item in result.exercises if item.exercise == "e17_regression"]
    wrong = {check.check for check in found.checks if check.outcome.status is CheckStatus.FAIL}
    assert {"test_fit_of_three_steps", "test_fit_of_other_sizes"} <= wrong


def test_a_call_that_never_ends_costs_its_own_checks_alone(grade: Grade) -> None:
    def endless(source: str) -> str:
        return body_of("theta_size", "while True: pass")(source)

    result = grade(e10=endless)
    assert result.total < 100.0
    assert CheckStatus.PASS in states(result, "e10_parameters")
    assert any("loop that never ends" in got for got in got_lines(result, "e10_parameters"))


def test_a_process_that_ends_itself_costs_its_own_checks_alone(grade: Grade) -> None:
    result = grade(e10=body_of("theta_size", "import os; os._exit(0)"))
    assert CheckStatus.PASS in states(result, "e10_parameters")
    assert points_of(result, "e12_cost") == worth("e12")


def test_output_is_stored_and_costs_nothing(grade: Grade) -> None:
    result = grade(e02=lambda source: source + "\nprint('hello from e02')\n")
    assert result.total == 100.0
    assert "hello from e02" in result.stdout


def test_output_in_hidden_checks_is_shown_to_nobody(grade: Grade) -> None:
    result = grade(e10=body_of("theta_size", "print('SEEN', n_previous, n_this); return 60"))
    (found,) = [item for item in result.exercises if item.exercise == "e10_parameters"]
    asked = [check for check in found.checks if "theta" in check.check]
    assert {check.hidden for check in asked} == {True, False}
    assert result.stdout.count("SEEN") == 1


def test_an_unreadable_entry_is_refused_with_its_reason(grader: Grader, tmp_path: Path) -> None:
    path = tmp_path / "somebody.zip"
    path.write_bytes(b"PK\x03\x04 no more")
    result = grade_entry(grader, Entry.at("somebody", path))
    assert result.status is SubmissionStatus.REFUSED
    assert "somebody.zip" in result.reason


def test_a_fault_of_the_kit_leaves_the_submission_ungraded(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "solutions", tmp_path / "somebody")

    def broken(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("autograder.grading.sandboxes.SubmissionSandbox.context", broken)
    result = grade_entry(grader, Entry.at("somebody", tmp_path / "somebody"))
    assert result.status is SubmissionStatus.UNGRADED
    assert "no space left" in result.reason
    assert "Traceback" in result.fault


def test_a_table_of_the_public_answers_earns_nothing_in_probe_checks(grade: Grade) -> None:
    table = "return {(2, 3): W @ a + b}.get(W.shape) if a[0, 0] == 2.0 else None"
    result = grade(e07=body_of("pre_activation", table))
    passed = {
        check.check
        for item in result.exercises
        if item.exercise == "e07_dense"
        for check in item.checks
        if check.points and not check.supplied
    }
    assert all("worked_example" in name for name in passed)


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    course = load_course(ROOT)
    shutil.copytree(ROOT / "solutions", tmp_path / "in" / "ada")
    shutil.copytree(ROOT / "exercises", tmp_path / "in" / "bo")
    books = [
        grade_folder(course, course.exercises, tmp_path / "in", seed=Seed("tests"), jobs=jobs)
        for jobs in (1, 2)
    ]
    one, two = ([(item.student, item.total) for item in book.results] for book in books)
    assert one == two == [("ada", 100.0), ("bo", 0.0)]
