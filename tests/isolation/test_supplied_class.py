"""A supplied class: its objects are the student's, its methods are answered from outside."""

from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.generator import taken
from autograder.checking.outcome import KitFault
from autograder.isolation import SuppliedClass
from tests.isolation.doors import Submit


class Scale:
    """A class as a solution has it."""

    weight: np.ndarray
    steps: int

    def __init__(self, n: int, rng: np.random.Generator, *, width: float = 1.0) -> None:
        self.weight = rng.normal(0.0, width, n)
        self.steps = 0

    def product(self, x: np.ndarray) -> tuple[np.ndarray, Any]:
        return self._times(x), {"x": x}

    def step(self, by: np.ndarray) -> None:
        self.weight = self.weight - by
        self.steps += 1

    def divide(self, by: np.ndarray) -> None:
        self.weight /= by

    def draw(self, one: np.random.Generator, other: np.random.Generator) -> list[float]:
        return [other.random(), one.random()]

    def _times(self, x: np.ndarray) -> np.ndarray:
        times: np.ndarray = self.weight * x
        return times


SCALE = SuppliedClass(Scale, ("weight", "steps"))
IMPORTS = (
    "import copy, gc, inspect, pickle\nimport numpy as np\nfrom exercises.e16_scale import Scale\n"
    "def made(n=2): return Scale(n, np.random.default_rng(1))\n"
)
FIRST = np.random.default_rng(1).normal(0.0, 1.0, 2)


def asked(submit: Submit, source: str, function: str = "f", kind: Any = SCALE) -> Answer:
    supplied = {"exercises.e16_scale": {"Scale": kind}}
    return submit(IMPORTS + source, supplied=supplied).call(function, [])


def value_of(submit: Submit, source: str) -> Any:
    answer = asked(submit, source)
    assert answer.status is CallStatus.RETURNED, answer
    return answer.value


def test_an_object_is_made_with_the_students_generator(submit: Submit) -> None:
    source = (
        "def f():\n    rng = np.random.default_rng(1)\n    one = Scale(2, rng=rng, width=3.0)\n"
        "    return one.weight, one.steps, rng.random()"
    )
    weight, steps, after = value_of(submit, source)
    rng = np.random.default_rng(1)
    own = Scale(2, rng, width=3.0)
    assert (weight.tolist(), steps, after) == (own.weight.tolist(), 0, rng.random())


def test_a_method_gets_the_state_and_brings_back_what_it_changed(submit: Submit) -> None:
    source = (
        "def f():\n    one = made()\n    one.step(np.array([1.0, 2.0]))\n"
        "    product, cache = one.product(np.array([2.0, 3.0]))\n"
        "    return one.weight, one.steps, product, cache"
    )
    weight, steps, product, cache = value_of(submit, source)
    assert weight.tolist() == (FIRST - [1.0, 2.0]).tolist()
    assert steps == 1
    assert product.tolist() == (weight * [2.0, 3.0]).tolist()
    assert cache["x"].tolist() == [2.0, 3.0]


def test_an_array_that_is_not_changed_stays_the_same_object(submit: Submit) -> None:
    source = (
        "def f():\n    one = made()\n    before = one.weight\n    one.product(np.ones(2))\n"
        "    kept = one.weight is before\n    before += 1.0\n    one.step(np.zeros(2))\n"
        "    return kept, one.weight"
    )
    kept, weight = value_of(submit, source)
    assert kept
    assert weight.tolist() == (FIRST + 1.0).tolist()


def test_an_array_that_is_changed_in_place_comes_back(submit: Submit) -> None:
    source = (
        "def f():\n    one = made()\n    one.divide(np.array([2.0, 4.0]))\n    return one.weight"
    )
    assert value_of(submit, source).tolist() == (FIRST / [2.0, 4.0]).tolist()


def test_two_generators_go_on_each_by_itself(submit: Submit) -> None:
    source = (
        "def f():\n    one, other = map(np.random.default_rng, (1, 2))\n"
        "    drawn = made().draw(other=other, one=one)\n"
        "    return [*drawn, one.random(), other.random()]"
    )
    one, other = map(np.random.default_rng, (1, 2))
    expected = [other.random(), one.random(), one.random(), other.random()]
    assert value_of(submit, source) == expected


def test_objects_are_never_confused(submit: Submit) -> None:
    source = (
        "def f():\n    one, other = made(2), made(3)\n    one.step(np.ones(2))\n"
        "    other.weight, one.weight = one.weight, other.weight\n    other.step(np.ones(2))\n"
        "    return one.weight, other.weight, one.steps, other.steps"
    )
    one, other, *steps = value_of(submit, source)
    assert one.shape == (3,)
    assert other.tolist() == (FIRST - 1 - 1).tolist()
    assert steps == [1, 1]


@pytest.mark.parametrize(
    "copied", ["pickle.loads(pickle.dumps(one))", "copy.deepcopy(one)", "copy.copy(one)"]
)
def test_a_copy_of_an_object_works_like_it(submit: Submit, copied: str) -> None:
    source = (
        f"def f():\n    one = made()\n    other = {copied}\n    other.step(np.ones(2))\n"
        "    return one.weight, other.weight, type(other) is Scale"
    )
    one, other, is_same = value_of(submit, source)
    assert (one.tolist(), other.tolist(), is_same) == (FIRST.tolist(), (FIRST - 1).tolist(), True)


def test_a_subclass_may_change_methods_and_keep_more(submit: Submit) -> None:
    source = (
        "class Mine(Scale):\n"
        "    def __init__(self, *more):\n        super().__init__(*more)\n        self.past = []\n"
        "    def step(self, by):\n        self.past.append(self.steps)\n"
        "        super().step(2 * by)\n"
        "def f():\n    one = Mine(2, np.random.default_rng(1))\n    one.step(np.ones(2))\n"
        "    one.step(np.ones(2))\n    return one.weight, one.past, isinstance(one, Scale)"
    )
    weight, past, is_scale = value_of(submit, source)
    assert (weight.tolist(), past, is_scale) == ((FIRST - 2 - 2).tolist(), [0, 1], True)


@pytest.mark.parametrize(
    ("line", "error", "text"),
    [
        ("del one.weight; one.product(np.ones(2))", "AttributeError", "no attribute 'weight'"),
        ("one.weight = np.ones((3, 7)); one.product(np.ones(2))", "ValueError", "cannot work with"),
        ("one.weight = {1}; one.product(np.ones(2))", "TypeError", "weight of this Scale is a set"),
        ("one.weight = 'heavy'; one.step(np.ones(2))", "RuntimeError", "cannot work with"),
        ("one.product()", "TypeError", "Scale.product of exercises.e16_scale cannot work"),
        ("one.product(lambda x: x)", "TypeError", "Scale.product was given a function"),
        ("one.product(x=print)", "TypeError", "Scale.product was given a builtin_function"),
        ("Scale(10**12, np.random.default_rng(1))", "RuntimeError", "cannot work with"),
        ("Scale(2, np.random.RandomState(1))", "TypeError", "Scale.__init__ was given a Random"),
        ("Scale.product(object(), np.ones(2))", "AttributeError", "no attribute 'weight'"),
        ("one._times(np.ones(2))", "AttributeError", "no attribute '_times'"),
    ],
)
def test_what_cannot_be_is_an_error_of_the_students(
    submit: Submit, line: str, error: str, text: str
) -> None:
    answer = asked(submit, f"def f():\n    one = made()\n    {line}")
    assert (answer.status, answer.where) == (CallStatus.RAISED, "e07_dense.py, line 7")
    assert text in answer.text
    if error == "RuntimeError":  # NumPy has errors of its own; any that is not usual is told as one
        assert answer.error in (error, "TypeError")
    else:
        assert answer.error == error


def test_an_error_tells_its_class_alone(submit: Submit) -> None:
    class Loud(Scale):
        def product(self, x: np.ndarray) -> tuple[np.ndarray, Any]:
            raise ValueError("the reference says something")

    kind = SuppliedClass(Loud, SCALE.attributes)
    answer = asked(submit, "def f(): made().product(1.0)", kind=kind)
    assert answer.error == "ValueError"
    assert "reference" not in answer.text


def test_the_code_of_the_class_is_not_in_the_worker(submit: Submit) -> None:
    source = (
        "def f():\n    names = {c for m in vars(Scale).values() if hasattr(m, '__code__')\n"
        "             for c in m.__code__.co_names}\n"
        "    try: text = inspect.getsource(Scale)\n    except (OSError, TypeError): text = ''\n"
        "    return [sorted(vars(Scale)), 'normal' in names, text, Scale.__mro__[1] is object]"
    )
    names, has_code, text, is_plain = value_of(submit, source)
    own = {name for name in names if name not in ("__dict__", "__weakref__", "__doc__")}
    assert own == {"__init__", "__module__", "divide", "draw", "product", "step"}
    assert (has_code, text, is_plain) == (False, "", True)


CONNECTION = "(c,) = [o for o in gc.get_objects() if type(o).__name__ == '_Connection']\n    "


@pytest.mark.parametrize(
    "question",
    [
        "'Scale.product', [{}, [['value', 1.0]], {}]",
        "'Scale.product', [{'weight': 1.0}, [['value', 1.0]], {}]",
        "'Scale.product', [{'weight': 1.0, 'steps': 0, '__class__': 1}, [['value', 1.0]], {}]",
        "'Scale.product', [{'weight': 1.0, 'steps': 0}, [1.0], {}]",
        "'Scale.product', [{'weight': 1.0, 'steps': 0}, [['code', 'print()']], {}]",
        "'Scale.product', [{'weight': 1.0, 'steps': 0}, [['generator', [1]]], {}]",
        "'Scale.product', [None, [['value', 1.0]], {}]",
        "'Scale.product', [{'weight': 1.0, 'steps': 0}, [['value', 1.0]], {'self': 1}]",
        "'Scale.product', []",
        "'Scale.__init__', [{'weight': 1.0, 'steps': 0}, [['value', 1]], {}]",
    ],
)
def test_a_forged_question_is_an_error(submit: Submit, question: str) -> None:
    answer = asked(
        submit, f"def f():\n    {CONNECTION}c._ask('exercises.e16_scale', {question}, {{}})"
    )
    assert answer.status is CallStatus.RAISED
    assert "cannot work with these arguments" in answer.text


@pytest.mark.parametrize(
    "name", ["Scale", "Scale._times", "Scale.__new__", "Scale.__class__", "Scale.product.__func__"]
)
def test_nothing_but_a_public_method_is_answered(submit: Submit, name: str) -> None:
    state = "{'weight': 1.0, 'steps': 0}"
    question = f"'{name}', [{state}, [['value', 1.0]], {{}}]"
    answer = asked(
        submit, f"def f():\n    {CONNECTION}c._ask('exercises.e16_scale', {question}, {{}})"
    )
    assert answer.status is CallStatus.STOPPED


def test_a_method_cannot_be_asked_without_end(submit: Submit) -> None:
    source = "def f():\n    one = made()\n    while True: one.product(1.0)"
    assert asked(submit, source).status is CallStatus.STOPPED


def test_the_trusted_side_keeps_nothing_of_an_object() -> None:
    state = {"weight": np.ones(2), "steps": 0}
    given = [["value", np.ones(2)]]
    first = SCALE.answer("step", state, given, {})
    state = {"weight": np.ones(2), "steps": 0}
    again = SCALE.answer("step", state, given, {})
    assert first["changed"]["weight"].tolist() == again["changed"]["weight"].tolist() == [0.0, 0.0]
    assert (first["result"], first["changed"]["steps"], first["generators"]) == (None, 1, [])


def test_an_undeclared_attribute_is_a_fault_of_the_kit(submit: Submit) -> None:
    with pytest.raises(KitFault, match=r"weight, steps; course.toml says weight"):
        asked(submit, "def f(): made()", kind=SuppliedClass(Scale, ("weight",)))


def test_a_declared_attribute_has_to_be_kept() -> None:
    generator = ["generator", taken(np.random.default_rng(1))]
    with pytest.raises(KitFault, match="left an object with the attributes weight, steps"):
        SuppliedClass(Scale, ("weight", "steps", "past")).answer(
            "__init__", {}, [["value", 2], generator], {}
        )
