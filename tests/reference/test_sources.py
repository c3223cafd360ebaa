"""The reference side of the course."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.calls.answer import CallStatus
from autograder.checking.answers import predictions
from autograder.checking.outcome import KitFault
from autograder.course import Course, load_course
from autograder.reference.sources import Sources


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


def test_a_solution_builds_on_the_other_solutions(sources: Sources) -> None:
    reference = sources.reference(sources.course.exercise("e07"))
    z = reference.answer("dense_forward", [np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1))])
    assert z.tolist() == [[0.5]]


def test_an_oracle_of_the_checks_answers(sources: Sources) -> None:
    reference = sources.reference(sources.course.exercise("e15"))
    assert reference.answer("squashed", [np.zeros(1)]).tolist() == [0.5]


def test_public_functions_are_those_that_the_solution_defines(sources: Sources) -> None:
    found = sources.public_functions(sources.course.exercise("e07"))
    assert list(found) == ["pre_activation", "dense_forward"]


def test_a_misconception_takes_along_what_calls_its_function(sources: Sources) -> None:
    bank = sources.bank(sources.course.exercise("e07"))
    wrong = next(one for one in bank.wrongs if one.misconception.id == "bias_left_out")
    module = bank.module(wrong)
    assert module.dense_forward(np.ones((1, 1)), np.ones((1, 1)), np.zeros((1, 1))).item() == 0.5


def test_a_misconception_that_prints_is_not_heard(
    sources: Sources, capsys: pytest.CaptureFixture[str]
) -> None:
    exercise = sources.course.exercise("e02")
    list(predictions(sources.bank(exercise), "weights_shape", [3, 4]))
    assert capsys.readouterr().out == ""


def test_every_misconception_answers_every_call(sources: Sources) -> None:
    bank = sources.bank(sources.course.exercise("e07"))
    column = np.ones((2, 1))
    found = predictions(bank, "dense_forward", [np.ones((2, 2)), column, column])
    endings = {prediction.answer.status for _, _, prediction in found if prediction}
    assert endings <= {CallStatus.RETURNED, CallStatus.RAISED}


def test_the_reference_side_leaves_no_module_behind(sources: Sources) -> None:
    sources.reference(sources.course.exercise("e12"))
    assert not any(
        str(getattr(module, "__file__", "")).startswith(str(sources.course.root / "solutions"))
        for module in list(sys.modules.values())
    )


def test_a_misconception_of_an_unknown_function_is_refused(
    copy_course: Callable[[], Path],
) -> None:
    root = copy_course()
    with (root / "autograder/misconceptions/e07_dense.py").open("a") as file:
        file.write("\n@misconception('nothing', name='N', hint='N?')\ndef n(): ...\n")
    course = load_course(root)
    bank = Sources(course).bank(course.exercise("e07"))
    with pytest.raises(AttributeError, match="n of e07_dense replaces nothing"):
        bank.module(bank.wrongs[-1])


@pytest.mark.parametrize(
    "name", ["solutions/e07_dense.py", "autograder/misconceptions/e07_dense.py"]
)
def test_a_file_that_cannot_be_run_is_named(copy_course: Callable[[], Path], name: str) -> None:
    root = copy_course()
    (root / name).write_text("def f(:\n", encoding="utf-8")
    course = load_course(root)
    sources, exercise = Sources(course), course.exercise("e07")
    ask = sources.bank if "misconceptions" in name else sources.reference
    with pytest.raises(KitFault, match=r"e07_dense\.py cannot be run: SyntaxError"):
        ask(exercise)


def test_two_mistakes_can_be_asked_at_once(sources: Sources) -> None:
    bank = sources.bank(sources.course.exercise("e15"))
    known = {one.misconception.id: one for one in bank.known}
    turned, negative = known["weight_gradient_transposed"], known["sign_turned"]
    key = bank.pair(turned, negative)
    assert key is not None
    network = [(np.ones((3, 2)), np.ones((3, 1))), (np.ones((1, 3)), np.ones((1, 1)))]
    given = [network, np.ones((2, 4)), np.ones((1, 4))]
    found = bank.prediction(key, "backprop", given)
    assert found is not None
    right = sources.answers(sources.course.exercise("e15")).reference.answer("backprop", given)
    for (dW, db), (right_dW, right_db) in zip(found.answer.value, right, strict=True):
        assert np.allclose(dW, -right_dW.T)
        assert np.allclose(db, -right_db)


def test_a_mistake_of_a_function_not_called_is_not_asked(sources: Sources) -> None:
    bank = sources.bank(sources.course.exercise("e15"))
    homes = {one.home for one in bank.candidates("output_error", [])}
    assert homes == {"output_error"}
    assert "output_error" in {one.home for one in bank.candidates("backprop", [])}
