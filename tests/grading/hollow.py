"""Submissions that compute nothing: a table of the handout's answers, a constant, an echo."""

import copy
import functools
import inspect
import types
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checking.answers import Answers, NoBank
from autograder.checking.context import PUBLIC_SEED
from autograder.checking.outcome import CheckStatus
from autograder.checking.run import run_check
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner, graded_checks
from autograder.grading.course_selftest import ModuleContext
from autograder.grading.results import CheckResult, ExerciseResult
from autograder.grading.supplied_functions import FunctionOrder, carried_forward
from autograder.reference.sources import Sources

__all__ = [
    "HOLLOW",
    "Rebuilt",
    "Table",
    "hollow",
    "marked",
    "most_common",
    "share",
    "table_of_the_handout",
]

Function = Callable[..., Any]
# Makes a function of a submission, from the name and the solution's own function.
Make = Callable[[str, Function], Function]


@dataclass(frozen=True)
class Rebuilt:
    """An exercise's solution with every function, and every method, made by somebody else.

    Attributes
    ----------
    make : callable
        Makes each of them.
    keeps_constants : bool
        Whether the constants are the solution's own. Otherwise they are not written.
    """

    make: Make
    keeps_constants: bool = False

    def module(
        self, course: Course, exercise: Exercise, supplied: Sequence[str] = ()
    ) -> types.ModuleType:
        """Return the module, with the functions in `supplied` as the solution has them."""
        solutions = ModuleSet(course.root / "solutions")
        module = solutions.run(solutions.path(exercise.id), f"exercises.{exercise.id}")
        for name, value in [*vars(module).items()]:
            if getattr(value, "__module__", "") != module.__name__:
                if name.isupper() and not self.keeps_constants:
                    setattr(module, name, NotImplemented)
            elif inspect.isfunction(value) and name not in supplied:
                setattr(module, name, self._made(name, value))
            elif inspect.isclass(value):
                setattr(module, name, self._class(value))
        return module

    def _class(self, of: type) -> type:
        methods = {name: self._made(name, value) for name, value in _methods(of)}
        return type(of.__name__, (), methods)

    def _made(self, name: str, function: Function) -> Function:
        made = self.make(name, function)

        @functools.wraps(function)
        def called(*given: Any) -> Any:
            return made(*given)

        return called


def _methods(of: type) -> Iterator[tuple[str, Function]]:
    return ((name, value) for name, value in vars(of).items() if inspect.isfunction(value))


class _Context(ModuleContext):
    """A rebuilt solution, and no misconceptions to compare its answers with."""

    def _answers(self, exercise: Exercise) -> Answers:
        return replace(super()._answers(exercise), bank=NoBank())


def share(
    sources: Sources, exercise: Exercise, rebuilt: Rebuilt, *, supplying: bool = False
) -> float:
    """Return the fraction of an exercise's points that a rebuilt solution earns in grading.

    Functions that call no other earn the same whatever is supplied to them, so that it need not be
    tried with each of them.
    """
    result = ExerciseResult(
        exercise.id, exercise.points, marked(sources, exercise, rebuilt, supplying=supplying)
    )
    return sum(check.points for check in result.checks) / exercise.points


def marked(
    sources: Sources,
    exercise: Exercise,
    rebuilt: Rebuilt,
    *,
    supplying: bool = False,
    seed: str = "a student's own",
) -> tuple[CheckResult, ...]:
    """Return how the checks of an exercise end in grading."""
    course = sources.course
    runner = CheckRunner(course, [exercise])

    def ask(supplied: tuple[str, ...], only: frozenset[str] | None) -> Sequence[CheckResult]:
        module = rebuilt.module(course, exercise, supplied)
        context = _Context(sources, seed, lambda _: module)
        return runner.run(context, [exercise], only=only)

    if not supplying:
        return tuple(ask((), None))
    order = FunctionOrder.of(sources, exercise)
    return carried_forward(order, ask((), None), ask)


# A table of the handout's answers


@dataclass(frozen=True)
class Table:
    """Answers of functions and methods by their arguments, and nothing else.

    It knows each call by itself, wherever a check or a script makes it, and the state in which the
    call left its object. With a seed that it does not know, it answers as with another.
    """

    rows: dict[Any, tuple[Any, Any]] = field(default_factory=dict)
    whatever_the_seed: dict[Any, tuple[Any, Any]] = field(default_factory=dict)

    def recorder(self, name: str, function: Function) -> Function:
        """Return the function, and write down what it does."""

        def recorded(*given: Any) -> Any:
            key, seedless = (name, known(given)), (name, known(given, seeds=False))
            try:
                value, error = function(*given), None
            except Exception as raised:
                value, error = None, raised
            left = copy.deepcopy(_state(given))
            self.rows[key] = copy.deepcopy((value, error)), left
            self.whatever_the_seed[seedless] = self.rows[key]
            if error is not None:
                raise error
            return value

        return recorded

    def reader(self, name: str, function: Function) -> Function:
        """Return a function that looks its answers up."""

        def looked_up(*given: Any) -> Any:
            row = self.rows.get((name, known(given)))
            row = row or self.whatever_the_seed[name, known(given, seeds=False)]
            (value, error), left = copy.deepcopy(row)
            if left is not None:
                vars(given[0]).update(left)
            if error is not None:
                raise error
            return value

        return looked_up


def _state(given: Sequence[Any]) -> dict[str, Any] | None:
    """Return the values that an object has whose method was called."""
    own = getattr(given[0], "__dict__", None) if given else None
    if own is None:
        return None
    return {name: value for name, value in own.items() if not callable(value)}


def known(value: Any, *, seeds: bool = True) -> Any:
    """Return what stands for a value in a table, exactly."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state) if seeds else "a generator"
    if hasattr(value, "__dict__"):
        value = vars(value)
    if isinstance(value, Mapping):
        own = ((name, one) for name, one in value.items() if not callable(one))
        return tuple((name, known(one, seeds=seeds)) for name, one in own)
    if isinstance(value, (list, tuple)):
        return tuple(known(one, seeds=seeds) for one in value)
    return repr(value)


def table_of_the_handout(sources: Sources, exercise: Exercise) -> Table:
    """Return what the solution does in every call that the public checks lead to, in a handout."""
    table = Table()
    module = Rebuilt(table.recorder, keeps_constants=True).module(sources.course, exercise)
    context = _Context(sources, PUBLIC_SEED, lambda _: module)
    for graded in graded_checks(sources.course, exercise):
        if not graded.hidden:
            outcome = run_check(graded.check, context)
            assert outcome.status is CheckStatus.PASS, (graded.check.name, outcome)
    return table


# Constants and echoes


def hollow(answer: Function) -> Make:
    """Return what makes functions that answer with the same thing made of the arguments.

    `answer` gets a right answer, of which it may know the form, and then the arguments. A class is
    left with such values in place of those that it should begin with.
    """

    def make(name: str, function: Function) -> Function:
        is_method = "." in function.__qualname__

        def answered(*given: Any) -> Any:
            right, state = None, None
            try:
                own = copy.deepcopy(given)
                right = function(*own)
                state = _state(own) if is_method else None
            except Exception:
                right = None  # what a call should have led to, it may not know
            if name == "__init__":
                for attribute, value in (state or {}).items():
                    setattr(given[0], attribute, answer(value, *given[1:]))
                return None
            return answer(right, *given[is_method:])

        return answered

    return make


def most_common(table: Table) -> Make:
    """Return what makes functions that always give their most common answer in a table."""

    def make(name: str, function: Function) -> Function:
        values = [
            value for (of, _), ((value, error), _) in table.rows.items() if of == name and not error
        ]
        if not values:
            return hollow(lambda *_: None)(name, function)
        counted = Counter(known(value) for value in values)
        [(common, _)] = counted.most_common(1)
        chosen = next(value for value in values if known(value) == common)
        return hollow(lambda *_: copy.deepcopy(chosen))(name, function)

    return make


def formed(right: Any, value: float) -> Any:
    """Return a value of the form of a right one with the same number everywhere."""
    if isinstance(right, (list, tuple)):
        return type(right)(formed(one, value) for one in right)
    if isinstance(right, dict):
        return {name: formed(one, value) for name, one in right.items()}
    return np.full(np.shape(right), value)[()] if right is not None else None


def like(value: float) -> Function:
    return lambda right, first=0.0, *_: np.full(np.shape(first), value)[()]


HOLLOW: dict[str, Function] = {
    "nothing": lambda *_: None,
    **{f"the number {value}": lambda *_, value=value: value for value in (0, 1, 0.5, -1.0, 2, 10)},
    **{
        f"{value} in the right form": lambda right, *_, value=value: formed(right, value)
        for value in (0, 1, 0.0, 1.0, 0.5)
    },
    **{f"{value} for each input": like(value) for value in (0.0, 1.0, 0.5)},
    **{f"argument {at + 1}": lambda _, *given, at=at: given[at] for at in range(4)},
    "the last argument": lambda _, *given: given[-1],
    "the shape of the first argument": lambda _, first, *__: np.shape(first),
    "its transpose": lambda _, first, *__: np.transpose(first),
    "its first row": lambda _, first, *__: first[0],
    "its first column": lambda _, first, *__: np.asarray(first)[:, [0]],
    "an empty array": lambda *_: np.zeros(0),
    "an empty list": lambda *_: [],
    "a pair of ones": lambda *_: (1, 1),
}
