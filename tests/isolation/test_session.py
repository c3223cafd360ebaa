"""Calls of a student's functions and what comes back."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import CallStatus
from autograder.calls.script import Rng, Script
from autograder.isolation import Budget, ForkServer, IsolationError
from autograder.isolation.usage import Spent
from tests.isolation.doors import LIMITS, Open, Submit


def test_a_call_returns_the_plain_value(submit: Submit) -> None:
    student = submit("import numpy as np\ndef pre_activation(W, b, A): return W @ A + b")
    answer = student.call(
        "pre_activation", [np.ones((2, 3)), np.zeros((2, 1)), np.full((3, 4), 2.0)]
    )
    assert answer.status is CallStatus.RETURNED
    assert answer.changed == ()
    np.testing.assert_array_equal(answer.value, np.full((2, 4), 6.0))


def test_a_module_keeps_its_state_between_calls(submit: Submit) -> None:
    student = submit("calls = []\ndef f():\n    calls.append(1)\n    return len(calls)")
    assert [student.call("f", []).value for _ in range(3)] == [1, 2, 3]


def test_an_exception_is_reported_with_its_line(submit: Submit) -> None:
    answer = submit("def f(x):\n\n    return 1 / x").call("f", [0])
    assert answer.status is CallStatus.RAISED
    assert (answer.error, answer.text) == ("ZeroDivisionError", "division by zero")
    assert answer.where == "e07_dense.py, line 3"


def test_an_exception_inside_numpy_names_the_students_line(submit: Submit) -> None:
    answer = submit("import numpy as np\ndef f(x):\n    return np.linalg.inv(x)").call(
        "f", [np.zeros((2, 2))]
    )
    assert (answer.error, answer.where) == ("LinAlgError", "e07_dense.py, line 3")


def test_a_long_message_becomes_one_short_plain_line(submit: Submit) -> None:
    answer = submit("def f(): raise ValueError('\\x1b[31ma\\nb\\0' + 'x' * 10**6)").call("f", [])
    assert len(answer.text) == 300
    assert answer.text.isprintable()
    assert answer.text.startswith("[31ma b xxx")


def test_an_exception_whose_text_raises_has_no_text(submit: Submit) -> None:
    student = submit("""
        class Odd(Exception):
            def __str__(self): raise KeyboardInterrupt
        def f(): raise Odd
    """)
    answer = student.call("f", [])
    assert (answer.status, answer.error, answer.text) == (CallStatus.RAISED, "Odd", "")


def test_sys_exit_is_an_exception_like_any_other(submit: Submit) -> None:
    answer = submit("import sys\ndef f(): sys.exit(0)").call("f", [])
    assert (answer.status, answer.error) == (CallStatus.RAISED, "SystemExit")


def test_endless_recursion_is_an_exception(submit: Submit) -> None:
    answer = submit("def f(): return f()").call("f", [])
    assert (answer.status, answer.error) == (CallStatus.RAISED, "RecursionError")


def test_a_stub_that_is_not_written_is_to_do(submit: Submit) -> None:
    student = submit(
        "def pre_activation(W): raise NotImplementedError('e07 pre_activation: replace this line')"
    )
    answer = student.call("pre_activation", [1])
    assert (answer.status, answer.todo) == (CallStatus.TODO, "e07 pre_activation")


def test_the_stub_of_an_earlier_exercise_is_named(submit: Submit) -> None:
    student = submit(
        "from exercises.e04_sigmoid import sigmoid\ndef f(z): return sigmoid(z)",
        e04_sigmoid="def sigmoid(z): raise NotImplementedError('e04 sigmoid: replace this line')",
    )
    assert student.call("f", [1]).todo == "e04 sigmoid"


def test_another_not_implemented_error_is_an_exception(submit: Submit) -> None:
    assert submit("def f(): raise NotImplementedError").call("f", []).status is CallStatus.RAISED


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("g", "there is no function g in e07_dense.py"),
        ("number", "number in e07_dense.py is not a function"),
    ],
)
def test_a_function_that_is_not_there_is_missing(submit: Submit, function: str, text: str) -> None:
    answer = submit("number = 3\ndef f(): pass").call(function, [])
    assert (answer.status, answer.text) == (CallStatus.MISSING, text)


def test_a_module_that_is_not_there_is_missing(open_session: Open) -> None:
    answer = open_session(e01_vectors="").caller("exercises.e07_dense").call("f", [])
    assert answer.status is CallStatus.MISSING
    assert answer.text == "there is no e07_dense.py"


def test_arguments_changed_in_place_are_reported_by_position(submit: Submit) -> None:
    student = submit("""
        def f(a, b, c, d):
            b += 1
            c.append(4)
            d["x"][0] = float("nan")
    """)
    given: list[Any] = [np.zeros(2), np.zeros(2), [1], {"x": np.zeros(1)}]
    assert student.call("f", given).changed == (1, 2, 3)
    assert given[1].tolist() == [0.0, 0.0]


def test_arguments_that_hold_nan_are_not_changed_by_reading(submit: Submit) -> None:
    student = submit("def f(*a): return None")
    given = [float("nan"), np.array([np.nan]), [float("nan")], np.float32("nan")]
    assert student.call("f", given).changed == ()


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(i for i in range(3))", "a generator"),
        ("Array((2, 2))", "an Array; return a plain numpy array"),
        ("Equal()", "an Equal"),
        ("Sly()", "a Sly"),
        ("Number(1.0)", "a Number"),
        ("print", "a builtin_function_or_method; was it called?"),
        ("np.array([None])", "an array of dtype object, where real numbers were expected"),
        ("np.array([1j])", "an array of dtype complex128, where real numbers were expected"),
        ("2**64", "a whole number too large for 64 bits"),
        ("{1: 2}", "a dict whose keys are not all strings"),
        ("'\\ud800'", "a string that is not valid Unicode"),
        ("np.broadcast_to(1.0, (10**6, 10**6))", "a value of more than 64 MB"),
        ("cyclic()", "a value nested more than 16 levels deep"),
    ],
)
def test_a_value_outside_the_closed_set_is_unusable(
    submit: Submit, expression: str, text: str
) -> None:
    student = submit(
        f"""
import numpy as np
class Array(np.ndarray): pass
class Number(float):
    def __eq__(self, other): return True
class Equal:
    def __eq__(self, other): return True
    __array_ufunc__ = __array_function__ = None
class Kind(type):
    def __eq__(self, other): return True
    __hash__ = type.__hash__
class Sly(metaclass=Kind):
    __class__ = float
def cyclic():
    a = []
    a.append(a)
    return a
def f(): return {expression}
"""
    )
    answer = student.call("f", [])
    assert answer.status is CallStatus.UNUSABLE
    assert text in answer.text


def test_a_warning_is_no_mistake(submit: Submit) -> None:
    student = submit("import numpy as np\ndef f(z): return 1 / (1 + np.exp(-z))")
    answer = student.call("f", [np.array([-1000.0])])
    assert answer.value.tolist() == [0.0]


def test_a_supplied_module_is_answered_by_the_trusted_side(submit: Submit) -> None:
    student = submit(
        """
        from exercises.e04_sigmoid import sigmoid
        def f(z): return sigmoid(z) + sigmoid(z=z)
        """,
        supplied={"exercises.e04_sigmoid": {"sigmoid": lambda z: z * 10}},
        e04_sigmoid="def sigmoid(z): return 'the wrong one'",
    )
    assert student.call("f", [np.array([1.0, 2.0])]).value.tolist() == [20.0, 40.0]


def test_a_supplied_function_that_raises_tells_its_class_alone(submit: Submit) -> None:
    def sigmoid(z: Any) -> Any:
        raise ValueError("the reference says something")

    student = submit(
        "from e04_sigmoid import sigmoid\ndef f(z):\n    return sigmoid(z)",
        supplied={"exercises.e04_sigmoid": {"sigmoid": sigmoid}},
    )
    answer = student.call("f", [1])
    assert (answer.error, answer.where) == ("ValueError", "e07_dense.py, line 3")
    assert "reference" not in answer.text


def test_a_supplied_functions_message_stays_on_the_trusted_side(
    submit: Submit,
) -> None:
    def sigmoid(z: object) -> None:
        raise ValueError("a secret of the reference")

    student = submit(
        "from e04_sigmoid import sigmoid\n"
        "def f(z):\n    return sigmoid(z)\n"
        "def g(z):\n    try:\n        f(z)\n    except ValueError:\n        raise KeyError(z)\n",
        supplied={"exercises.e04_sigmoid": {"sigmoid": sigmoid}},
    )
    answer = student.call("f", [1])
    assert "secret" not in answer.text
    assert answer.cause == "a secret of the reference"
    assert student.call("g", [1]).cause == ""


def test_a_supplied_function_cannot_be_asked_without_end(submit: Submit) -> None:
    student = submit(
        "from e04_sigmoid import sigmoid\ndef f():\n    while True: sigmoid(1)",
        supplied={"exercises.e04_sigmoid": {"sigmoid": lambda z: z}},
    )
    answer = student.call("f", [])
    assert answer.status is CallStatus.STOPPED


def test_a_supplied_function_is_asked_with_whatever_fits(submit: Submit) -> None:
    """Its work is bounded where it is done (tests/grading/test_bounded.py), not the numbers."""
    calls: list[Any] = []

    def sigmoid(z: Any) -> None:
        calls.append(z)

    student = submit(
        "import numpy as np\nfrom e04_sigmoid import sigmoid\n"
        "def f(n):\n    return sigmoid(np.ones(n, dtype=np.uint8))",
        supplied={"exercises.e04_sigmoid": {"sigmoid": sigmoid}},
    )
    assert student.call("f", [2_000_001]).status is CallStatus.RETURNED
    assert [z.size for z in calls] == [2_000_001]


@pytest.mark.parametrize(
    "returned", [object(), 2**70, np.zeros(9_000_000)], ids=["no value", "too long", "too large"]
)
def test_a_question_without_a_sendable_answer_is_an_exception(
    submit: Submit, returned: object
) -> None:
    student = submit(
        "from e04_sigmoid import sigmoid\ndef f(): return sigmoid()",
        supplied={"exercises.e04_sigmoid": {"sigmoid": lambda: returned}},
    )
    answer = student.call("f", [])
    assert (answer.status, answer.error) == (CallStatus.RAISED, "RuntimeError")


def test_nothing_else_of_a_supplied_module_is_there(submit: Submit) -> None:
    student = submit(
        "def f():\n    import exercises.e04_sigmoid as m\n"
        "    return sorted(n for n in vars(m) if n[0] != '_')",
        supplied={"exercises.e04_sigmoid": {"sigmoid": lambda z: z}},
    )
    assert student.call("f", []).value == ["sigmoid"]


def test_a_used_up_budget_stops_the_sessions_that_share_it(open_session: Open) -> None:
    budget = Budget(60.0)
    budget.spend(Spent(wall=59.9, computed=59.9))  # a short budget would end by a busy machine
    source = "def f(): return 1\ndef loop():\n    while True: pass"
    first = open_session(budget=budget, e07_dense=source).caller("exercises.e07_dense")
    second = open_session(budget=budget, e07_dense=source).caller("exercises.e07_dense")
    assert first.call("loop", []).text == "this submission used its 60 s"
    answer = second.call("f", [])
    assert (answer.status, answer.text) == (CallStatus.STOPPED, "this submission used its 60 s")


def test_both_ends_of_the_output_are_stored(open_session: Open) -> None:
    session = open_session(
        e07_dense="""
        import sys
        def f():
            print("first\\n" + "x" * 100_000 + "\\nlast")
            sys.stderr.buffer.write(b"bad \\xff byte")
        """
    )
    session.caller("exercises.e07_dense").call("f", [])
    output = session.close()
    assert output.stdout.startswith("first\nxxx")
    assert output.stdout.endswith("xxx\nlast\n")
    assert "bytes left out" in output.stdout
    assert len(output.stdout) < 9000
    assert output.stderr == "bad \ufffd byte"


@pytest.mark.parametrize("end", ["while True: pass", "os._exit(1)", "os.abort()"])
def test_output_before_the_process_is_ended_is_stored(open_session: Open, end: str) -> None:
    session = open_session(e07_dense=f"import os\ndef f():\n    print('here')\n    {end}")
    session.caller("exercises.e07_dense").call("f", [])
    assert session.close().stdout == "here\n"


def test_the_output_of_every_process_of_a_session_is_stored(open_session: Open) -> None:
    session = open_session(
        e07_dense="import os\ndef f(n):\n    print(n, flush=True)\n    if n == 1: os._exit(3)"
    )
    student = session.caller("exercises.e07_dense")
    student.call("f", [1])
    student.call("f", [2])
    assert session.close().stdout == "1\n2\n"


def test_an_argument_that_cannot_be_sent_is_the_kits_fault(submit: Submit) -> None:
    with pytest.raises(IsolationError, match="arguments of f"):
        submit("def f(x): pass").call("f", [object()])


NET = """
    class Net:
        def __init__(self, n, rng):
            self.w = rng.normal(size=n)
        def step(self, by):
            self.w = self.w - by
            while by > 9: pass
"""


def stepped(by: float) -> list[Any]:
    script = Script()
    made = script.call("Net", 3, Rng(5))
    script.method(made, "step", by)
    return script.giving(script.get(made, "w"))


def test_a_script_works_on_an_object_that_stays_in_the_process(submit: Submit) -> None:
    answer = submit(NET).call("script", [stepped(2.0)])
    expected = np.random.default_rng(5).normal(size=3) - 2.0
    assert answer.status is CallStatus.RETURNED
    np.testing.assert_array_equal(answer.value, expected)


def test_a_script_that_calls_a_missing_function_is_missing(submit: Submit) -> None:
    answer = submit("x = 1").call("script", [stepped(2.0)])
    assert (answer.status, answer.text) == (
        CallStatus.MISSING,
        "there is no function Net in e07_dense.py",
    )


def test_a_script_that_does_not_end_is_named_by_what_it_calls(submit: Submit) -> None:
    answer = submit(NET).call("script", [stepped(10.0)])
    assert answer.status is CallStatus.STOPPED
    assert "`Net`" in answer.text


_NOSY = """
    kept = []
    def f(x):
        print("saw", x)
        kept.append(x)
        return kept
"""


def test_output_while_the_session_withholds_is_kept_apart(open_session: Open) -> None:
    session = open_session(e07_dense=_NOSY)
    student = session.caller("exercises.e07_dense")
    student.call("f", [1])
    session.withhold(True)
    student.call("f", [2])
    session.withhold(False)
    student.call("f", [3])
    output = session.close()
    assert output.stdout == "saw 1\nsaw 3\n"
    assert output.withheld_stdout == "saw 2\n"


def test_code_cannot_tell_afterwards_what_was_withheld(
    open_session: Open,
) -> None:
    session = open_session(e07_dense=_NOSY)
    student = session.caller("exercises.e07_dense")
    assert student.call("f", [1]).value == [1]
    session.withhold(True)
    assert student.call("f", [2]).value == [1, 2]
    session.withhold(False)
    assert student.call("f", [3]).value == [3]


def test_a_session_that_withheld_in_vain_keeps_its_process(open_session: Open) -> None:
    session = open_session(e07_dense=_NOSY)
    student = session.caller("exercises.e07_dense")
    student.call("f", [1])
    session.withhold(True)
    session.withhold(False)
    assert student.call("f", [2]).value == [1, 2]


def test_a_death_while_the_session_withholds_is_withheld(open_session: Open) -> None:
    session = open_session(
        e07_dense="import os\ndef f(x):\n    print(x, flush=True)\n    os._exit(1)"
    )
    session.withhold(True)
    session.caller("exercises.e07_dense").call("f", [5])
    output = session.close()
    assert (output.stdout, output.withheld_stdout) == ("", "5\n")


def test_an_exercise_has_its_own_limits(server: ForkServer) -> None:
    source = b"""
import time
def wait(seconds):
    time.sleep(seconds)
    return 1
def take(): return len(bytearray(300 * 2**20))
"""
    own = replace(LIMITS, cpu_seconds=5.0, wall_seconds=9.0, memory_mb=512)
    modules = {"exercises.e01_small": source, "exercises.e02_large": source}
    with server.open(modules, limits={"exercises.e02_large": own}) as session:
        small, large = (session.caller(name) for name in modules)
        assert small.call("wait", [60.0]).status is CallStatus.STOPPED
        assert small.call("take", []).text == "used more than 256 MB of memory"
        assert large.call("wait", [0.7]).value == 1
        assert large.call("take", []).value == 300 * 2**20
        assert small.call("take", []).text == "used more than 256 MB of memory"


def test_a_constant_is_read_and_not_called(submit: Submit) -> None:
    student = submit("GATE = (-30, 20.0)\nSTUB = NotImplemented\ndef f(): pass")
    assert student.call("=GATE", []).value == (-30, 20.0)
    assert student.call("=STUB", []).todo == "e07 STUB"
    assert student.call("=f", []).status is CallStatus.UNUSABLE
    missing = student.call("=NONE", [])
    assert (missing.status, missing.text) == (
        CallStatus.MISSING,
        "there is no NONE in e07_dense.py",
    )
