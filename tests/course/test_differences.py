"""Differences of costs are no backpropagation: how little of e15 they earn."""

import types
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.calls.stub import todo_message
from autograder.checking.answers import Answers, NoBank
from autograder.checking.outcome import CheckStatus
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.grading.results import CheckResult, ExerciseResult
from autograder.reference.sources import Sources

Parameters = list[tuple[np.ndarray, np.ndarray]]
Cost = Callable[[Parameters, np.ndarray, np.ndarray], Any]
NeuronSlope = Callable[[np.ndarray, Parameters, np.ndarray, int], np.ndarray]
Engine = Callable[[Cost, Parameters, np.ndarray, np.ndarray, tuple[int, int, tuple[int, ...]]], Any]

_PARTS = ("output_error", "layer_gradients", "hidden_error")
_FAINT = (
    "test_backprop_of_faint_slopes",
    "test_backprop_with_a_hidden_layer_of_the_inputs_size",
    "test_backprop_of_any_network",
)
# Runs of the network that one call may take: enough for all networks but the large ones, which
# would take a minute, and whose points are lost already.
_MOST_RUNS = 1_000


class _TooManyRuns(Exception):
    pass


def _network_cost(dtype: type = np.float64) -> Cost:
    runs = 0

    def cost(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Any:
        nonlocal runs
        runs += 1
        if runs > _MOST_RUNS:
            raise _TooManyRuns
        a = np.asarray(x, dtype=np.result_type(dtype, x))
        for W, b in parameters:
            a = 1 / (1 + np.exp(-(W @ a + b)))
        return np.sum((a - y) ** 2) / x.shape[1]

    return cost


def _moved(parameters: Parameters, at: tuple[int, int, tuple[int, ...]], by: complex) -> Parameters:
    layer, kind, where = at
    pairs = [list(pair) for pair in parameters]
    array = pairs[layer][kind].astype(np.result_type(pairs[layer][kind], type(by)))
    array[where] += by
    pairs[layer][kind] = array
    return [(W, b) for W, b in pairs]


def _central(eps: float) -> Engine:
    def slope(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
        above = cost(_moved(parameters, at, eps), x, y)
        return (above - cost(_moved(parameters, at, -eps), x, y)) / (2 * eps)

    return slope


def _forward(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
    return (cost(_moved(parameters, at, 1e-7), x, y) - cost(parameters, x, y)) / 1e-7


def _richardson(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
    coarse = _central(1e-2)(cost, parameters, x, y, at)
    fine = _central(5e-3)(cost, parameters, x, y, at)
    return (4 * fine - coarse) / 3


def _adapted(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
    """Choose the step so that the sum of the neuron moves by a hundred-thousandth."""
    layer, kind, where = at
    met = np.max(np.abs(x[where[1]])) if layer == 0 and kind == 0 else 1.0
    return _central(1e-5 / max(met, 1e-12))(cost, parameters, x, y, at)


def _long(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
    pairs = [(W.astype(np.longdouble), b.astype(np.longdouble)) for W, b in parameters]
    return float(_richardson(cost, pairs, x, y, at))  # type: ignore[no-untyped-call]


def _complex_step(cost, parameters, x, y, at):  # type: ignore[no-untyped-def]
    return (cost(_moved(parameters, at, 1e-30j), x, y)).imag / 1e-30


STEPS = (1e-2, 1e-4, 1e-5, 1e-6)
ENGINES: dict[str, Engine] = {
    **{f"central, step {eps:g}": _central(eps) for eps in STEPS},
    "forward": _forward,
    "Richardson": _richardson,
    "a step for each input": _adapted,
    "long double": _long,
}


def _squash(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-z)))


def _heard(a: np.ndarray, later: Parameters) -> np.ndarray:
    """Return what the last layer says, from what one layer says."""
    for W, b in later:
        a = _squash(W.dot(a) + b)
    return a


def _of_neurons(
    slope: NeuronSlope, dtype: Any = np.float64, returned: Any = np.float64
) -> Callable[..., Parameters]:
    """Return a backprop that nudges each neuron, and goes on from there as it should."""

    def backprop(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
        pairs = [(np.asarray(W, dtype), np.asarray(b, dtype)) for W, b in parameters]
        a, found = np.asarray(x, dtype), []
        for layer, (W, b) in enumerate(pairs):
            z = W.dot(a) + b
            delta = np.array([slope(z, pairs[layer + 1 :], y, i) for i in range(len(z))])
            dW, db = delta.dot(a.T) / x.shape[1], delta.mean(axis=1, keepdims=True)
            found.append((dW.astype(returned), db.astype(returned)))
            a = _squash(z)
        return found

    return backprop


def _sixth_order(dtype: type) -> NeuronSlope:
    """Nudge a neuron's sum six times, and subtract what each output says before squaring."""

    def slope(z, later, y, i):  # type: ignore[no-untyped-def]
        found = 0
        for times, share in ((1, dtype(3) / 4), (2, -dtype(3) / 20), (3, dtype(1) / 60)):
            step = np.zeros(z.shape, dtype)
            step[i] = times * dtype(1) / 64
            above, below = (_heard(_squash(sums), later) for sums in (z + step, z - step))
            parts = (above - below) * (above + below - 2 * y)
            found = found + share * parts.sum(axis=0) * 64
        return found

    return slope


def _complex_sum(z, later, y, i):  # type: ignore[no-untyped-def]
    step = np.zeros(z.shape, complex)
    step[i] = 1e-150j
    return ((_heard(_squash(z + step), later) - y) ** 2).sum(axis=0).imag / 1e-150


def _of_voices(
    dtype: Any, hearer: Callable[[np.ndarray], np.ndarray], *, both_ways: bool
) -> Callable[..., Parameters]:
    """Return a backprop that nudges what a neuron says, so that its `hearer` hears it."""

    def slope(z, later, y, i):  # type: ignore[no-untyped-def]
        a = _squash(z)
        step = dtype(2) ** -12 / (hearer(np.abs(later[0][0][:, i])) if later else 1)

        def misses(by: Any) -> Any:
            says = a.copy()
            says[i] += by
            return (_heard(says, later) - y) ** 2

        above, below = misses(step), misses(-step if both_ways else 0 * step)
        change = (above - below).sum(axis=0) / (step + step * both_ways)
        return change * a[i] * (1 - a[i])

    return _of_neurons(slope, dtype)


OF_VOICES = {
    f"{dtype.__name__}, {name} hearer, {'both ways' if both_ways else 'upwards'}": _of_voices(
        dtype, hearer, both_ways=both_ways
    )
    for dtype in (np.float64, np.longdouble)
    for name, hearer in (("loudest", np.max), ("usual", np.median), ("faintest", np.min))
    for both_ways in (True, False)
}
OF_NEURONS = {
    **OF_VOICES,
    "float64": _of_neurons(_sixth_order(np.float64)),
    "long double": _of_neurons(_sixth_order(np.longdouble), np.longdouble),
    "long double in float32": _of_neurons(_sixth_order(np.longdouble), np.longdouble, np.float32),
}


def _backprop(engine: Engine, dtype: type = np.float64) -> Callable[..., Parameters]:
    def backprop(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
        cost = _network_cost()
        pairs = [(np.asarray(W, float), np.asarray(b, float)) for W, b in parameters]

        def slopes(layer: int, kind: int) -> np.ndarray:
            found = np.zeros(pairs[layer][kind].shape)
            for where in np.ndindex(found.shape):
                found[where] = engine(cost, pairs, x, y, (layer, kind, where))
            return found.astype(dtype)

        return [(slopes(layer, 0), slopes(layer, 1)) for layer in range(len(pairs))]

    return backprop


def _module(sources: Sources, backprop: Callable[..., Parameters], parts: bool) -> types.ModuleType:
    """Return a module whose backprop is `backprop`, and whose parts are right or to be written."""
    exercise = sources.course.exercise("e15")
    solved = ModuleSet(sources.course.root / "solutions", {}).exercise(exercise.id)
    module = types.ModuleType(exercise.id)
    for name in _PARTS:
        setattr(module, name, getattr(solved, name) if parts else _unwritten(name))
    module.backprop = backprop  # type: ignore[attr-defined]
    return module


def _unwritten(name: str) -> Callable[..., Any]:
    def stub(*_: Any) -> Any:
        raise NotImplementedError(todo_message("e15", name))

    return stub


class _Unnamed(ModuleContext):
    """One in which nothing is compared with the misconceptions."""

    def _answers(self, exercise: Exercise) -> Answers:
        return replace(super()._answers(exercise), bank=NoBank())


def _results(sources: Sources, module: types.ModuleType, seed: str) -> tuple[CheckResult, ...]:
    exercise = sources.course.exercise("e15")
    solved = ModuleSet(sources.course.root / "solutions", {})

    def load(wanted: Exercise) -> types.ModuleType:
        return module if wanted.id == exercise.id else solved.exercise(wanted.id)

    results = CheckRunner(sources.course, [exercise]).run(_Unnamed(sources, seed, load), [exercise])
    return ExerciseResult(exercise.id, exercise.points, results).checks


def _earned(results: tuple[CheckResult, ...]) -> float:
    """Return the share of the points."""
    return _share([one.points for one in results], results)


def _share(points: Collection[float], of: Collection[CheckResult]) -> float:
    return round(sum(points) / sum(one.possible for one in of), 9)


def _of_backprop(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    return tuple(one for one in results if "backprop" in one.check)


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


def _earned_by(sources: Sources, backprop: Callable[..., Parameters]) -> tuple[float, float]:
    """Return the share of e15 without the parts, and that of backprop's points with them."""
    results = _results(sources, _module(sources, backprop, parts=True), "differences")
    failed = {one.check for one in results if one.outcome.status is CheckStatus.FAIL}
    assert failed.issuperset(_FAINT)
    own = _of_backprop(results)
    earned = [one.points for one in own]
    return _share(earned, results), _share(earned, own)


@pytest.mark.parametrize("name", ENGINES)
def test_differences_earn_at_most_a_fifth(sources: Sources, name: str) -> None:
    assert max(_earned_by(sources, _backprop(ENGINES[name]))) <= 0.20


@pytest.mark.parametrize("name", ENGINES)
def test_differences_in_float32_earn_at_most_a_fifth(sources: Sources, name: str) -> None:
    assert max(_earned_by(sources, _backprop(ENGINES[name], dtype=np.float32))) <= 0.20


@pytest.mark.parametrize("name", [*(f"central, step {eps:g}" for eps in STEPS), "forward"])
def test_differences_of_one_fixed_step_earn_nothing(sources: Sources, name: str) -> None:
    assert max(_earned_by(sources, _backprop(ENGINES[name]))) == 0


@pytest.mark.parametrize("name", OF_NEURONS)
def test_differences_of_neurons_earn_at_most_a_fifth(sources: Sources, name: str) -> None:
    assert max(_earned_by(sources, OF_NEURONS[name])) <= 0.20
    # They are fast enough for the large network, so its own faint slopes have to tell.
    results = _results(sources, _module(sources, OF_NEURONS[name], parts=True), "large")
    [large] = [one for one in results if one.check == "test_backprop_of_a_large_network"]
    assert (large.outcome.status, large.outcome.stopped) == (CheckStatus.FAIL, False)


# Whatever its backprop can do, and if it takes no time: without the parts there is no more to earn.
@pytest.mark.parametrize("backprop", [_backprop(_complex_step), _of_neurons(_complex_sum)])
def test_complex_steps_earn_at_most_two_fifths(
    sources: Sources, backprop: Callable[..., Parameters]
) -> None:
    results = _results(sources, _module(sources, backprop, parts=False), "complex")
    assert _earned(results) <= 0.40
    assert _share([one.possible for one in _of_backprop(results)], results) <= 0.40


def _stable(z: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1 / (1 + e), e / (1 + e)))


SIGMOIDS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "as the text has it": lambda z: 1 / (1 + np.exp(-z)),
    "in two branches": _stable,
    "exp over 1 + exp": lambda z: np.exp(z) / (1 + np.exp(z)),
    "by tanh": lambda z: (1 + np.tanh(z / 2)) / 2,
    "1 minus the other side": lambda z: 1 - 1 / (1 + np.exp(z)),
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", SIGMOIDS)
def test_backpropagation_with_any_sigmoid_is_right(
    sources: Sources, name: str, dtype: type
) -> None:
    squash = SIGMOIDS[name]

    def slope(z: np.ndarray) -> np.ndarray:
        return np.asarray(squash(z) * (1 - squash(z)))

    def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
        z, a, y = (one.astype(dtype) for one in (z, a, y))
        return np.asarray(2 * (a - y) * slope(z))

    def layer_gradients(delta: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        delta, a = delta.astype(dtype), a.astype(dtype)
        return delta @ a.T / delta.shape[1], np.mean(delta, axis=1, keepdims=True)

    def hidden_error(W: np.ndarray, delta: np.ndarray, z: np.ndarray) -> np.ndarray:
        W, delta, z = (one.astype(dtype) for one in (W, delta, z))
        return np.asarray(W.T @ delta * slope(z))

    def backprop(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
        says: list[np.ndarray] = [x.astype(dtype)]
        sums: list[np.ndarray] = []
        for W, b in parameters:
            sums.append(W.astype(dtype) @ says[-1] + b.astype(dtype))
            says.append(squash(sums[-1]))
        delta = output_error(sums[-1], says[-1], y)
        found = [layer_gradients(delta, says[-2])]
        for layer in range(len(parameters) - 1, 0, -1):
            delta = hidden_error(parameters[layer][0], delta, sums[layer - 1])
            found.insert(0, layer_gradients(delta, says[layer - 1]))
        return found

    module = types.ModuleType("e15_backprop")
    for function in (output_error, layer_gradients, hidden_error, backprop):
        setattr(module, function.__name__, function)
    results = _results(sources, module, "any sigmoid")
    assert {one.check for one in results if one.outcome.status is not CheckStatus.PASS} == set()


def test_the_parts_bring_more_than_half(sources: Sources) -> None:
    def nothing(*_: Any) -> Parameters:
        return []

    assert _earned(_results(sources, _module(sources, nothing, parts=True), "parts")) >= 0.55


def test_the_large_network_brings_at_most_a_twelfth(sources: Sources) -> None:
    solved = ModuleSet(sources.course.root / "solutions", {}).exercise("e15_backprop")
    results = _results(sources, solved, "large")
    [large] = [one for one in results if one.check == "test_backprop_of_a_large_network"]
    assert _share([large.possible], results) <= 0.08


def test_a_file_without_layer_gradients_has_it_to_write(sources: Sources, course: Course) -> None:
    solved = ModuleSet(course.root / "solutions", {}).exercise("e15_backprop")
    module = types.ModuleType("e15_backprop")
    for name in ("output_error", "hidden_error", "backprop"):
        setattr(module, name, getattr(solved, name))
    results = _results(sources, module, "0.1.0")
    new = [one for one in results if one.outcome.status is not CheckStatus.PASS]
    assert {one.outcome.status for one in new} == {CheckStatus.TODO}
    assert all("layer_gradients" in one.check or "doubled" in one.check for one in new)
    assert all("added after Nudge 0.1.0" in one.outcome.note for one in new)


def test_the_text_says_why_nudging_is_no_answer(course: Course) -> None:
    text = Path(course.stub(course.exercise("e15"))).read_text(encoding="utf-8")
    assert "Nudging is a test, not an answer." in text
