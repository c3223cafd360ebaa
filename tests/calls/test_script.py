"""Scripts: calls on objects that stay where the student's code is."""

from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.script import SCRIPT, Rng, Script, functions_called, is_long, target_of
from autograder.checking.answer_key import call_digest
from autograder.checking.display import show_call
from autograder.checking.outcome import CheckFailed, KitFault, NotWritten
from autograder.reference.sources import LiveReference
from tests.checking.stand_ins import caller, student, wrong


class Counter:
    def __init__(self, start: float, rng: Any = None) -> None:
        self.value = np.array([[start]])
        self.drawn = rng.integers(1000) if rng is not None else None

    def add(self, amount: Any) -> tuple[str, "Counter"]:
        self.value += amount
        return "added", self


def answer(steps: list[Any], **functions: Any) -> Answer:
    return caller(**{"Counter": Counter, **functions}).call("script", [steps])


def test_a_method_works_on_the_object_that_was_made() -> None:
    script = Script()
    made = script.call("Counter", 3.0)
    script.method(made, "add", np.array([[2.0]]))
    assert answer(script.giving(script.flat(script.get(made, "value")))).value.tolist() == [5.0]


def test_several_results_come_back_as_a_list() -> None:
    script = Script()
    made = script.call("Counter", 3.0)
    said = script.item(script.method(made, "add", 1), 0)
    found = answer(script.giving(said, script.get(made, "value"))).value
    assert found == ["added", np.array([[4.0]])]


def test_a_result_is_an_argument_of_a_later_step() -> None:
    script = Script()
    one = script.call("double", 3)
    assert answer(script.giving(script.call("double", one)), double=lambda x: 2 * x).value == 12


def test_an_object_itself_does_not_come_back() -> None:
    script = Script()
    ended = answer(script.giving(script.call("Counter", 3.0)))
    assert (ended.status, ended.text) == (CallStatus.UNUSABLE, "a Counter")


def test_a_generator_is_made_again_from_its_seed() -> None:
    script = Script()
    made = [script.call("Counter", 0.0, Rng(seed)) for seed in (1, 1, 2)]
    one, same, other = answer(script.giving(*(script.get(c, "drawn") for c in made))).value
    assert one == same
    assert one != other


@pytest.mark.parametrize("forged", [["rng", 3], ["result", 0], {"rng": 3}])
def test_no_value_is_taken_for_a_generator_or_a_result(forged: Any) -> None:
    script = Script()
    steps = script.giving(script.call("same", forged))
    assert answer(steps, same=lambda x: x).value == forged


def test_an_attribute_that_is_set_is_the_objects_own() -> None:
    script = Script()
    made = script.call("Counter", 0.0)
    script.set(made, value=np.array([[7.0]]))
    script.method(made, "add", 1)  # in place
    ended = answer(script.giving(script.get(made, "value")))
    assert (ended.value.tolist(), ended.changed) == ([[8.0]], ())


@pytest.mark.parametrize(
    ("value", "shape"), [(np.ones(1), (1, 1)), (np.ones((1, 1, 1)), (1, 1)), (np.ones(2), (2,))]
)
def test_an_attribute_keeps_its_shape_if_only_ones_differ(
    value: np.ndarray, shape: tuple[int, ...]
) -> None:
    script = Script()
    made = script.call("Counter", 0.0)
    script.set(made, value=value)
    assert answer(script.giving(script.get(made, "value"))).value.shape == shape


def test_entries_of_a_generator_come_back_as_a_list() -> None:
    script = Script()
    steps = script.giving(script.entries(script.call("count", 3)))
    assert answer(steps, count=lambda n: (i for i in range(n))).value == [0, 1, 2]


def test_an_argument_that_is_changed_is_noticed() -> None:
    def fill(a: np.ndarray) -> float:
        a.fill(1)
        return 0.0

    script = Script()
    steps = script.giving(script.call("fill", np.zeros(2)))
    assert answer(steps, fill=fill).changed == (0,)
    with pytest.raises(CheckFailed, match="an argument was changed in place"):
        from autograder.checking import expect  # noqa: PLC0415 - the sentence that checks write

        expect(student(fill=fill).script, steps).equals(0.0)


def test_a_missing_class_is_missing() -> None:
    script = Script()
    ended = answer(script.giving(script.call("Nothing")))
    assert ended == Answer(CallStatus.MISSING, text="there is no function Nothing in e01_first.py")


def test_a_missing_attribute_is_an_error_of_the_students() -> None:
    script = Script()
    ended = answer(script.giving(script.get(script.call("Counter", 1.0), "other")))
    assert (ended.status, ended.error) == (CallStatus.RAISED, "AttributeError")


def test_a_stub_in_a_script_is_still_to_write() -> None:
    def stub() -> None:
        raise NotImplementedError("e01 stub: replace this line")

    script = Script()
    with pytest.raises(NotWritten, match="e01 stub"):
        student(stub=stub).script(script.giving(script.call("stub")))


def test_the_reference_performs_it_too() -> None:
    script = Script()
    made = script.call("Counter", 3.0)
    reference = LiveReference({"Counter": Counter}, {})
    assert reference.answer("script", [script.giving(script.get(made, "value"))]) == [[3.0]]
    with pytest.raises(KitFault, match="no function Counter"):
        LiveReference({}, {}).answer("script", [script.giving(made)])


def test_a_mistake_is_recognised_in_a_script() -> None:
    class Forgetful(Counter):
        def add(self, amount: Any) -> tuple[str, Counter]:
            return "added", self

    script = Script()
    made = script.call("Counter", 3.0)
    script.method(made, "add", 1)
    steps = script.giving(script.get(made, "value"))
    asked = student(wrong("forgetful", Counter=Forgetful), Counter=Forgetful)
    asked.script._fail(asked.script._call((steps,)), "4", "3")
    assert [one.id for one in asked._misconceptions().values()] == ["forgetful"]


def test_a_long_script_says_so() -> None:
    script = Script()
    made = script.call("Counter", 3.0)
    assert is_long("script", [script.giving(made, long=True)])
    assert not is_long("script", [script.giving(made)])
    assert not is_long("train", [3])


def test_the_functions_that_a_call_needs_are_known() -> None:
    script = Script()
    made = script.call("Counter", script.call("double", 3))
    assert functions_called("script", [script.giving(made)]) == ["double", "Counter"]
    assert functions_called("f", [3]) == ["f"]


def test_its_digest_depends_on_every_value_in_it() -> None:
    def digest(seed: int, value: float) -> str:
        script = Script()
        made = script.call("Counter", np.array([value]), Rng(seed))
        return call_digest("script", [script.giving(made)])

    assert digest(1, 2.0) == digest(1, 2.0)
    assert len({digest(1, 2.0), digest(2, 2.0), digest(1, 3.0)}) == 3


def test_it_reads_as_a_student_would_write_it() -> None:
    script = Script()
    made = script.call("Net", 3, Rng(1))
    script.set(made, W=np.ones((2, 1)), b=np.zeros(1))
    cache = script.item(script.method(made, "forward", np.ones((9, 9))), 1)
    found = script.method(made, "back", cache)
    steps = script.giving(script.item(found, "W"), script.flat(script.item(found, "b")))
    assert show_call("script", (), [steps]) == (
        "p = Net(3, default_rng(1)); p.W, p.b = array (2, 1) [[1], [1]], array (1,) [0]; "
        "q = p.back(p.forward(array (9, 9))[1]); q['W']; q['b']"
    )


def test_one_call_reads_as_one_call() -> None:
    script = Script()
    steps = script.giving(script.item(script.call("train", [1, 2], Rng(4)), 0))
    assert show_call("script", (), [steps]) == "train([1, 2], default_rng(4))[0]"


def test_an_attribute_of_every_entry_comes_back_as_a_list() -> None:
    script = Script()
    parts = script.entries(script.call("parts"))
    wanted = script.giving(script.get_of_each(parts, "size"))
    assert target_of(SCRIPT, {"parts": lambda: (np.ones(3), np.ones((2, 2)))}.__getitem__)(
        wanted
    ) == [3, 4]


def test_a_method_of_every_entry_is_called_with_the_same_arguments() -> None:
    script = Script()
    parts = script.entries(script.call("parts"))
    wanted = script.giving(script.method_of_each(parts, "sum", 0))
    found = target_of(SCRIPT, {"parts": lambda: (np.ones((3, 2)), np.ones((1, 2)))}.__getitem__)(
        wanted
    )
    assert [value.tolist() for value in found] == [[3.0, 3.0], [1.0, 1.0]]


class Layer:
    def __init__(self) -> None:
        raise ValueError("it cannot be made yet")

    def inner(self, a: np.ndarray) -> np.ndarray:
        raise ValueError("it is broken")

    def outer(self, a: np.ndarray) -> np.ndarray:
        return 2 * self.inner(a)


def test_an_object_is_made_without_init_and_a_stand_in_answers() -> None:
    script = Script()
    made = script.bare("Layer")
    script.stand_in(made, "inner", "ij,j->i", np.array([[1.0, 2.0], [0.0, 3.0]]))
    steps = script.giving(script.method(made, "outer", np.array([1.0, 10.0])))
    found = target_of(SCRIPT, {"Layer": Layer}.__getitem__)(steps)
    assert found.tolist() == [42.0, 60.0]
    assert functions_called(SCRIPT, [steps]) == ["Layer"]
    assert show_call(SCRIPT, (), [steps]) == (
        "p = Layer.__new__(Layer); p.inner = a stand-in; p.outer(array (2,) [1, 10])"
    )


def test_nothing_stands_in_for_a_method_that_is_not_there() -> None:
    script = Script()
    script.stand_in(script.bare("Layer"), "absent", "resize", np.zeros(1))
    with pytest.raises(AttributeError, match="absent"):
        target_of(SCRIPT, {"Layer": Layer}.__getitem__)(script.giving())
