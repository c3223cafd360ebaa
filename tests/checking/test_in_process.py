"""Calls in this process: whatever the student's code does is an answer."""

import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.in_process import InProcessCaller
from autograder.course import ModuleSet
from tests.checking.stand_ins import caller


@pytest.fixture
def answer(tmp_path: Path) -> Callable[..., Answer]:
    """Return what calls `f` of a module with the given source."""

    def answered(source: str, *arguments: Any) -> Answer:
        (tmp_path / "e01_first.py").write_text(source, encoding="utf-8")
        modules = ModuleSet(tmp_path)
        made = InProcessCaller("e01_first.py", lambda: modules.exercise("e01_first"))
        return made.call("f", arguments)

    return answered


def test_a_value_comes_back(answer: Callable[..., Answer]) -> None:
    assert answer("def f(x): return x + 1", 2) == Answer(CallStatus.RETURNED, value=3)


def test_the_arguments_are_copies() -> None:
    given = np.zeros(2)
    caller(f=lambda a: a.fill(1)).call("f", [given])
    assert given.tolist() == [0, 0]


def test_an_error_is_told_with_its_file_and_line(answer: Callable[..., Answer]) -> None:
    ended = answer("def f(x):\n    y = x\n    return y.nothing\n", 2)
    assert (ended.status, ended.error, ended.where) == (
        CallStatus.RAISED,
        "AttributeError",
        "e01_first.py, line 3",
    )


def test_a_syntax_error_is_told_with_its_file_and_line(answer: Callable[..., Answer]) -> None:
    ended = answer("x = 1\ndef f(:\n")
    assert (ended.error, ended.where) == ("SyntaxError", "e01_first.py, line 2")


def test_a_failed_import_is_told_with_its_file_and_line(answer: Callable[..., Answer]) -> None:
    ended = answer("\nimport no_such_package_at_all\n")
    assert (ended.error, ended.where) == ("ModuleNotFoundError", "e01_first.py, line 2")


def test_a_missing_module_is_missing(tmp_path: Path) -> None:
    modules = ModuleSet(tmp_path)
    made = InProcessCaller("e01_first.py", lambda: modules.exercise("e01_first"))
    assert made.call("f", []) == Answer(CallStatus.MISSING, text="there is no e01_first.py")


def test_a_missing_earlier_module_is_an_error_of_this_one(answer: Callable[..., Answer]) -> None:
    assert answer("from exercises.e00_zero import g").error == "ModuleNotFoundError"


def test_leaving_python_is_an_error_like_any(answer: Callable[..., Answer]) -> None:
    assert answer("def f(): raise SystemExit('bye')").error == "SystemExit"


def test_leaving_python_at_import_is_an_error_like_any(answer: Callable[..., Answer]) -> None:
    assert answer("exit(0)").error == "SystemExit"


def test_endless_recursion_is_an_error_like_any(answer: Callable[..., Answer]) -> None:
    assert answer("def f(): return f()").error == "RecursionError"


def test_a_stub_is_to_do(answer: Callable[..., Answer]) -> None:
    source = "def f(): raise NotImplementedError('e01 f: replace this line')"
    assert answer(source) == Answer(CallStatus.TODO, todo="e01 f")


def test_a_stub_met_while_importing_is_to_do(answer: Callable[..., Answer]) -> None:
    source = "raise NotImplementedError('e00 g: replace this line')"
    assert answer(source) == Answer(CallStatus.TODO, todo="e00 g")


def test_another_not_implemented_is_an_error(answer: Callable[..., Answer]) -> None:
    assert answer("def f(): raise NotImplementedError('later')").status is CallStatus.RAISED


def test_a_value_outside_the_closed_set_is_unusable(answer: Callable[..., Answer]) -> None:
    assert answer("def f(): return {1}") == Answer(
        CallStatus.UNUSABLE, text="a set, whose entries have no order; return them in a list"
    )


def test_a_warning_is_no_error(answer: Callable[..., Answer]) -> None:
    source = "import numpy as np\ndef f(z): return 1 / (1 + np.exp(-z))"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answer(source, np.array([-1000.0])).status is CallStatus.RETURNED


def test_a_long_message_is_cut(answer: Callable[..., Answer]) -> None:
    assert len(answer("def f(): raise ValueError('x' * 10_000)").text) == 300


def test_a_message_of_many_lines_becomes_one(answer: Callable[..., Answer]) -> None:
    assert answer("def f(): raise ValueError('one\\n  two')").text == "one two"


def _set_item(a: Any) -> None:
    a[0] = 9


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        (_set_item, np.zeros(2)),
        (_set_item, [0, 1]),
        (lambda a: _set_item(a[0]), [np.zeros(2)]),
        (lambda a: _set_item(a[0][0]), [(np.zeros(2), np.zeros(1))]),
        (lambda a: a.append(1), [0]),
        (lambda a: a.update(b=1), {"a": 1}),
        (lambda a: _set_item(a["a"]), {"a": [0]}),
        (lambda a: a.__setitem__(0, -0.0), np.zeros(1)),
        (lambda a: a.__setitem__(0, True), [1]),
    ],
)
def test_an_argument_changed_in_place_is_noticed(change: Callable[..., Any], argument: Any) -> None:
    def f(first: Any, a: Any) -> None:
        change(a)

    assert caller(f=f).call("f", [1, argument]).changed == (1,)


@pytest.mark.parametrize("argument", [np.array([np.nan]), [float("nan")], {"a": (1,)}, None, "a"])
def test_an_argument_left_alone_is_left_alone(argument: Any) -> None:
    assert caller(f=lambda a: 1).call("f", [argument]).changed == ()


def test_the_module_is_imported_once() -> None:
    loaded: list[int] = []

    def load() -> types.ModuleType:
        loaded.append(1)
        module = types.ModuleType("exercises.e01_first")
        vars(module)["f"] = lambda: 1
        return module

    made = InProcessCaller("e01_first.py", load)
    made.call("f", [])
    made.call("f", [])
    assert loaded == [1]


@pytest.mark.parametrize("value", [None, 0.5, (-30.0, 20.0), [1, 2]])
def test_a_constant_is_read(value: Any) -> None:
    assert caller(GATE=value).call("=GATE", []) == Answer(CallStatus.RETURNED, value=value)


@pytest.mark.parametrize("value", [NotImplemented, ...])
def test_a_constant_that_is_not_written_yet_is_to_do(value: Any) -> None:
    assert caller(GATE=value).call("=GATE", []) == Answer(CallStatus.TODO, todo="e01 GATE")


def test_a_missing_constant_is_missing() -> None:
    text = "there is no GATE in e01_first.py"
    assert caller().call("=GATE", []) == Answer(CallStatus.MISSING, text=text)


def test_a_function_is_no_constant() -> None:
    answer = caller(GATE=lambda: 1).call("=GATE", [])
    assert answer == Answer(CallStatus.UNUSABLE, text="a function; was it called?")
