"""One mistake is paid for once: earlier functions of an exercise are supplied to later ones."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.course import load_course
from autograder.grading.grader import Grader
from autograder.grading.intake import Entry
from autograder.grading.records import exercise_from, exercise_row
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
    remarks,
    that_counts,
)
from autograder.grading.seed import Seed
from autograder.grading.supplied_functions import FunctionOrder, carried_forward
from tests.grading.test_grader import body_of
from tests.without_store import grade_entry

ROOT = Path(__file__).resolve().parents[2]
E07 = "e07_dense"
STUB = 'raise NotImplementedError("e07 pre_activation: replace this line")'
ORDER = FunctionOrder(
    "e07",
    ("f", "g", "h"),
    ("f", "g", "h"),
    {"of_f": ("f",), "of_g": ("g",), "of_h": ("h",), "of_f_and_h": ("f", "h")},
)

Change = Callable[[str], str]
GradeDense = Callable[..., tuple[ExerciseResult, str]]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    course = load_course(ROOT)
    exercises = [course.exercise(name) for name in ("e04_sigmoid", E07)]
    with Grader(course, exercises, Seed("tests")) as opened:
        yield opened


@pytest.fixture
def grade(grader: Grader, tmp_path: Path) -> GradeDense:
    """Grade a submission whose e07 is the solution with some changes; return what it printed."""

    def graded(*changes: Change, **others: str) -> tuple[ExerciseResult, str]:
        folder = tmp_path / f"try {len([*tmp_path.iterdir()])}"
        folder.mkdir()
        dense = (ROOT / "solutions" / f"{E07}.py").read_text()
        for change in changes:
            dense = change(dense)
        sigmoid = (ROOT / "solutions" / "e04_sigmoid.py").read_text()
        modules = {"e04_sigmoid": sigmoid, E07: dense, **others}
        for name, source in modules.items():
            (folder / f"{name}.py").write_text(source)
        result = grade_entry(grader, Entry.at("somebody", folder))
        (found,) = [item for item in result.exercises if item.exercise == E07]
        return found, result.stdout

    return graded


def added(source: str) -> Change:
    return lambda before: f"{before}\n\n{source}\n"


def passed(result: ExerciseResult, function: str) -> set[bool]:
    """Tell whether the checks of a function passed, by their names."""
    return {
        check.outcome.status is CheckStatus.PASS
        for check in result.checks
        if check.check.startswith(f"test_{function}")
    }


WRONG = body_of("pre_activation", "return W @ a")


@pytest.mark.parametrize("body", ["return W @ a", STUB, "while True: pass"])
def test_a_mistake_costs_the_checks_of_its_own_function(grade: GradeDense, body: str) -> None:
    result, _ = grade(body_of("pre_activation", body))
    assert passed(result, "pre_activation") == {False}
    assert passed(result, "dense_forward") == {True}
    assert {check.supplied for check in result.checks if check.points} == {("pre_activation",)}
    assert not result.is_right


def test_a_deleted_function_brings_no_more_than_a_wrong_one(grade: GradeDense) -> None:
    wrong, _ = grade(WRONG)
    deleted, _ = grade(added("del pre_activation"))
    assert deleted.points == wrong.points < 8.0


def test_a_right_submission_is_supplied_nothing(grade: GradeDense) -> None:
    result, _ = grade()
    assert result.points == result.possible
    assert not result.supplied_functions


def test_the_own_mistake_of_a_later_function_stays(grade: GradeDense) -> None:
    result, _ = grade(WRONG, body_of("dense_forward", "return pre_activation(W, b, a)"))
    assert passed(result, "dense_forward") == {False}
    assert result.points == 0.0


def test_functions_that_call_each_other_earn_nothing(grade: GradeDense) -> None:
    result, _ = grade(
        body_of("pre_activation", "return dense_forward(W, b, a)"),
        body_of("dense_forward", "return pre_activation(W, b, a)"),
    )
    assert result.points == 0.0


def test_a_later_function_is_never_supplied_to_an_earlier_one(grade: GradeDense) -> None:
    result, _ = grade(
        body_of("pre_activation", "p = dense_forward(W, b, a); return np.log(p / (1 - p))"),
        body_of("dense_forward", "return None"),
    )
    assert result.points == 0.0


@pytest.mark.parametrize(
    "dense",
    [
        "def dense_forward(W, b, a, f=pre_activation):\n    return sigmoid(f(W, b, a))",
        "f = np.vectorize(pre_activation, signature='(n,k),(n,i),(k,m)->(n,m)')\n"
        "def dense_forward(W, b, a):\n    return sigmoid(f(W, b, a))",
    ],
)
def test_a_function_that_is_not_called_by_its_name_stays(grade: GradeDense, dense: str) -> None:
    result, _ = grade(WRONG, added(dense))
    assert result.points == 0.0


def test_a_sibling_module_that_imported_it_is_supplied_too(grade: GradeDense) -> None:
    sibling = (
        "from exercises.e07_dense import pre_activation as summed\n"
        "from exercises.e04_sigmoid import sigmoid\n"
        "def layer(W, b, a):\n    return sigmoid(summed(W, b, a))"
    )
    dense = "import helper\n    return helper.layer(W, b, a)"
    result, _ = grade(WRONG, body_of("dense_forward", dense), helper=sibling)
    assert passed(result, "dense_forward") == {True}


def test_a_sibling_module_that_defines_it_is_supplied_too(grade: GradeDense) -> None:
    sibling = (
        "from exercises.e04_sigmoid import sigmoid\n"
        "def pre_activation(W, b, a):\n    return W @ a\n"
        "def dense_forward(W, b, a):\n    return sigmoid(pre_activation(W, b, a))"
    )
    result, _ = grade(lambda _: "from helper import dense_forward, pre_activation", helper=sibling)
    assert passed(result, "dense_forward") == {True}


SHADOWS = {
    "class": (
        "import sys, types\n"
        "class Shadow(types.ModuleType):\n"
        "    @property\n    def pre_activation(self): return lambda W, b, a: W @ a\n"
        "sys.modules[__name__].__class__ = Shadow"
    ),
    "getattr": "own = pre_activation\ndef __getattr__(name): return own\ndel pre_activation",
    "dict": (
        "import sys, types\n"
        "class Shadow(types.ModuleType):\n"
        "    @property\n    def __dict__(self): raise KeyError('nothing')\n"
        "sys.modules[__name__].__class__ = Shadow"
    ),
    "object": "import sys\nclass All: pass\nsys.modules[__name__] = All()",
    "at call time": (
        "own = pre_activation\n"
        "def dense_forward(W, b, a):\n"
        "    global pre_activation\n    pre_activation = own\n"
        "    return sigmoid(pre_activation(W, b, a))"
    ),
}


@pytest.mark.parametrize("shadow", SHADOWS.values(), ids=SHADOWS)
def test_a_shadowed_name_brings_nothing(grade: GradeDense, shadow: str) -> None:
    honest, _ = grade(WRONG)
    result, _ = grade(WRONG, added(shadow))
    assert result.points <= honest.points


def test_the_code_of_a_supplied_function_cannot_be_read(grade: GradeDense) -> None:
    # The kit keeps the output of the first session that prints: so print in the second alone.
    spy = (
        "code = pre_activation.__code__\n"
        "    if code.co_filename != 'e07_dense.py':\n"
        "        print('IT IS', code.co_name, code.co_names, code.co_consts)\n"
        "    return sigmoid(pre_activation(W, b, a))"
    )
    result, printed = grade(WRONG, body_of("dense_forward", spy))
    assert passed(result, "dense_forward") == {True}
    assert "IT IS supplied ('plain', 'list', 'Unusable', 'TypeError', '_ask')" in printed


def result_of(check: str, status: CheckStatus, **more: object) -> CheckResult:
    fields = {"hidden": False, "possible": 1.0, "seconds": 0.0, **more}
    return CheckResult(exercise=E07, check=check, sentence="", outcome=Outcome(status), **fields)  # type: ignore[arg-type]


class Asked:
    """Answers checks that are asked again: those in `right`, given what has to be supplied."""

    def __init__(self, right: dict[str, set[str]], **more: object) -> None:
        self.right = right
        self.more = more
        self.rounds: list[tuple[tuple[str, ...], list[str]]] = []

    def __call__(self, supplied: tuple[str, ...], names: frozenset[str]) -> Sequence[CheckResult]:
        self.rounds.append((supplied, sorted(names)))
        return [
            result_of(
                name,
                CheckStatus.PASS
                if self.right.get(name, {"never"}) <= {*supplied}
                else CheckStatus.FAIL,
                **self.more,
            )
            for name in names
        ]


LOST = [result_of(f"of_{name}", CheckStatus.FAIL) for name in "fgh"]


def test_one_mistake_takes_one_session_more() -> None:
    ask = Asked({"of_g": {"f"}, "of_h": {"f"}})
    found = carried_forward(ORDER, LOST, ask)
    assert ask.rounds == [(("f",), ["of_g", "of_h"])]
    assert [check.supplied for check in found] == [(), ("f",), ("f",)]


def test_two_mistakes_take_two_sessions_more() -> None:
    ask = Asked({"of_h": {"f", "g"}})
    found = carried_forward(ORDER, LOST, ask)
    assert ask.rounds == [(("f",), ["of_g", "of_h"]), (("f", "g"), ["of_h"])]
    assert [check.supplied for check in found] == [(), (), ("f", "g")]


def test_nothing_is_asked_again_of_what_is_not_written() -> None:
    unwritten = [
        replace(check, outcome=Outcome(CheckStatus.TODO, note=f"e07 {name} is not written yet"))
        for name, check in zip("fgh", LOST, strict=True)
    ]
    ask = Asked({})
    assert carried_forward(ORDER, unwritten, ask) == tuple(unwritten)
    assert not ask.rounds


def test_what_a_check_examines_is_not_supplied_to_it() -> None:
    ask = Asked({"of_f_and_h": {"f"}, "of_h": {"f"}})
    both = result_of("of_f_and_h", CheckStatus.FAIL)
    found = carried_forward(ORDER, [LOST[0], both, LOST[2]], ask)
    assert ask.rounds == [(("f",), ["of_h"])]
    assert [check.outcome.status for check in found] == [
        CheckStatus.FAIL,
        CheckStatus.FAIL,
        CheckStatus.PASS,
    ]


def test_a_pass_is_never_asked_again() -> None:
    ask = Asked({})
    checks = [LOST[0], result_of("of_g", CheckStatus.PASS), result_of("other", CheckStatus.FAIL)]
    assert carried_forward(ORDER, checks, ask) == tuple(checks)
    assert not ask.rounds


def test_what_rests_on_a_check_that_met_load_is_not_decided() -> None:
    checks = [replace(LOST[0], met_load=True), *LOST[1:]]
    found = carried_forward(ORDER, checks, Asked({"of_g": {"f"}}))
    assert [check.met_load for check in found] == [True, True, False]
    before = ExerciseResult(E07, 3.0, found, under_load=1)
    idle = tuple(result_of(f"of_{name}", CheckStatus.PASS) for name in "fgh")
    counts = that_counts(before, ExerciseResult(E07, 3.0, idle))
    assert [check.supplied for check in counts.checks] == [(), (), ()]
    assert [check.points for check in counts.checks] == [1.0, 1.0, 0.0]


def test_a_loss_in_the_second_session_is_noted() -> None:
    found = carried_forward(ORDER, LOST, Asked({}, met_load=True))
    assert [check.met_load for check in found] == [False, True, True]


def test_what_was_supplied_is_kept_in_records_and_told() -> None:
    check = replace(result_of("of_g", CheckStatus.PASS), supplied=("f",))
    result = ExerciseResult(E07, 1.0, (check,))
    row = exercise_row(result)
    assert exercise_from(json.dumps(row)) == result
    del row["checks"][0]["supplied"]
    assert exercise_from(json.dumps(row)).supplied_functions == ()
    whole = SubmissionResult("bo", "bo", SubmissionStatus.GRADED, exercises=(result,))
    [sentence] = remarks(whole, result)
    assert "a correct `f` in place of yours" in sentence
