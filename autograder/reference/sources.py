"""The reference side of a course: solutions, oracles and misconceptions, loaded from its files."""

import contextlib
import inspect
import io
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from autograder.calls.script import SCRIPT, functions_called, is_long, target_of
from autograder.calls.values import CONSTANT, copied, plain
from autograder.checking.answers import Answers, Candidate, Prediction, Reference
from autograder.checking.check import Check, declared, is_oracle
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Wrong, wrong_answers
from autograder.checking.outcome import KitFault
from autograder.checking.reason import reason_of
from autograder.course import Course, Exercise, ModuleSet
from autograder.reference.examined import examined_functions

__all__ = ["LiveBank", "LiveReference", "Sources"]


class Sources:
    """The solutions, oracles and misconceptions of one course; none ever meets student code."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._solutions = ModuleSet(course.root / "solutions")
        self._check_files: dict[str, types.ModuleType] = {}
        self._references: dict[str, LiveReference] = {}
        self._banks: dict[str, LiveBank] = {}
        self._examined: dict[str, dict[str, tuple[str, ...]]] = {}

    def reference(self, exercise: Exercise) -> "LiveReference":
        """Return the right answers of `exercise`: its solution and its oracles."""
        if exercise.id not in self._references:
            oracles = {
                name: value
                for name, value in vars(self._check_file(exercise)).items()
                if is_oracle(value)
            }
            with _reading(self.course.solution(exercise)):
                functions = vars(self._solutions.exercise(exercise.id))
            self._references[exercise.id] = LiveReference(functions, oracles)
        return self._references[exercise.id]

    def bank(self, exercise: Exercise) -> "LiveBank":
        """Return the misconceptions of `exercise`."""
        if exercise.id not in self._banks:
            path = self.course.misconceptions(exercise)
            with _reading(path):
                declared_there = vars(self._solutions.run(path, f"misconceptions.{exercise.id}"))
            self._banks[exercise.id] = LiveBank(
                exercise, wrong_answers(declared_there), self._solutions
            )
        return self._banks[exercise.id]

    def answers(self, exercise: Exercise) -> Answers:
        """Return the right answers of `exercise`, its misconceptions and its points."""
        points = sum(check.points for check in self.checks(exercise).values())
        return Answers(self.reference(exercise), self.bank(exercise), points)

    def public_functions(self, exercise: Exercise) -> dict[str, Callable[..., Any]]:
        """Return the functions that the solution itself defines, by name."""
        module = self._solutions.exercise(exercise.id)
        return {
            name: value
            for name, value in vars(module).items()
            if inspect.isfunction(value)
            and value.__module__ == module.__name__
            and not name.startswith("_")
        }

    def supplied_classes(self, exercise: Exercise) -> dict[str, type]:
        """Return the classes of `exercise` that can be supplied to later exercises, by name.

        Raises
        ------
        KitFault
            If the solution does not define one that the manifest names.
        """
        defined = vars(self._solutions.exercise(exercise.id))
        found: dict[str, type] = {}
        for name in exercise.classes:
            if not inspect.isclass(defined.get(name)):
                raise KitFault(
                    f"course.toml says that {exercise.id} has a class {name} to supply, which "
                    f"solutions/{exercise.id}.py does not define"
                )
            found[name] = defined[name]
        return found

    def checks(self, exercise: Exercise) -> dict[str, Check]:
        """Return the declarations of the checks of `exercise`, by name, in file order."""
        return {
            name: check
            for name, value in vars(self._check_file(exercise)).items()
            if name.startswith("test_") and (check := declared(value)) is not None
        }

    def suppliable(self, exercise: Exercise) -> tuple[str, ...]:
        """Return the functions that can be supplied to later ones of their exercise, in order.

        A random generator does not cross the wall, so what takes one is not among them; nor is
        anything of an exercise about other packages, whose objects do not cross it either.
        """
        if exercise.packages:
            return ()
        return tuple(
            name
            for name, function in self.public_functions(exercise).items()
            if np.random.Generator not in inspect.get_annotations(function).values()
        )

    def examined(self, exercise: Exercise) -> dict[str, tuple[str, ...]]:
        """Return, by the name of a check, the functions that it examines, if there are any.

        Raises
        ------
        KitFault
            If a check declares a function that the solution does not have.
        """
        if exercise.id not in self._examined:
            functions = tuple(self.public_functions(exercise))
            path, checks = self.course.checks(exercise), self.checks(exercise)
            self._examined[exercise.id] = examined_functions(path, checks, functions)
        return self._examined[exercise.id]

    def _check_file(self, exercise: Exercise) -> types.ModuleType:
        # Run apart from pytest's own import of it: here an oracle's `from exercises.…` means
        # the solutions, whatever `exercises` means to the rest of the process.
        if exercise.id not in self._check_files:
            path = self.course.checks(exercise)
            with _reading(path):
                self._check_files[exercise.id] = self._solutions.run(path, path.stem)
        return self._check_files[exercise.id]


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Name the file of the course that cannot be run."""
    try:
        yield
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        raise KitFault(f"{path.parent.name}/{path.name} cannot be run: {text}") from error


class LiveReference:
    """Answers from the solution's functions and the check file's oracles.

    Parameters
    ----------
    functions : mapping of str to callable
        The solution's namespace.
    oracles : mapping of str to callable
        Functions ``f(reference, *arguments)``.
    """

    def __init__(
        self, functions: Mapping[str, Any], oracles: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._functions = functions
        self._oracles = oracles

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return the solution's answer on copies of `arguments`.

        Raises
        ------
        KitFault
            If the solution has no such function, or fails: never the student's fault.
        """
        given = [copied(argument) for argument in arguments]
        if function in self._oracles:
            return plain(self._oracles[function](Reference(self), *given))
        if function.startswith(CONSTANT):
            return self._constant(function.removeprefix(CONSTANT))
        for name in functions_called(function, arguments):
            if not callable(self._functions.get(name)):
                raise KitFault(f"the solution has no function {name}")
        target = target_of(function, self._functions.__getitem__)
        with np.errstate(over="ignore"):
            return plain(target(*given))

    def _constant(self, name: str) -> Any:
        if name not in self._functions:
            raise KitFault(f"the solution has no constant {name}")
        return plain(self._functions[name])

    def parameter_names(self, function: str) -> Sequence[str]:
        """Return the parameter names of the solution's function; those after a star have none."""
        if function == SCRIPT:
            return ("an argument",)
        target = self._functions.get(function)
        if not callable(target):
            return ()
        parameters = inspect.signature(target).parameters.values()
        return tuple(p.name for p in parameters if p.kind is not p.VAR_POSITIONAL)


class LiveBank:
    """Misconceptions as code: each is the solution with some functions gone wrong."""

    def __init__(self, exercise: Exercise, wrongs: Sequence[Wrong], solutions: ModuleSet) -> None:
        self.wrongs = tuple(wrongs)
        self._exercise = exercise
        self._solutions = solutions
        self._callers: dict[str, InProcessCaller] = {}
        self._pairs: dict[str, Mapping[str, Any]] = {}
        self._reaches: dict[str, frozenset[str]] = {}

    def module(self, wrong: Wrong) -> types.ModuleType:
        """Return a fresh copy of the solution in which `wrong` has replaced its functions."""
        return self._module(wrong.misconception.id, wrong.functions)

    def _module(self, key: str, functions: Mapping[str, Any]) -> types.ModuleType:
        path = self._solutions.path(self._exercise.id)
        module = self._solutions.run(path, f"exercises.{self._exercise.id}")
        for name, function in functions.items():
            if not hasattr(module, name):
                raise AttributeError(
                    f"misconception {key} of {self._exercise.id} replaces "
                    f"{name}, which the solution does not have"
                )
            setattr(module, name, function)
        return module

    def candidates(self, function: str, arguments: Sequence[Any]) -> tuple[Candidate, ...]:
        """Return the misconceptions that may have this call wrong, in the order of their file."""
        if is_long(function, arguments):
            return ()
        reached: set[str] = set()
        for name in functions_called(function.removeprefix(CONSTANT), arguments):
            reached |= self._reached(name)
        return tuple(one for one in self.known if reached & self._replaced[one.keys[0]])

    @cached_property
    def _replaced(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(one.functions) for one in self.wrongs for key in one.members}

    def _reached(self, name: str) -> frozenset[str]:
        """Return the names that a function of the solution uses, and those that they use."""
        if name not in self._reaches:
            module = vars(self._solutions.exercise(self._exercise.id))
            found, ahead = {name}, [name]
            while ahead:
                used = _names_in(module.get(ahead.pop())) & module.keys() - found
                found |= used
                ahead += used
            self._reaches[name] = frozenset(found)
        return self._reaches[name]

    @cached_property
    def known(self) -> tuple[Candidate, ...]:
        """The misconceptions as candidates, in the order of their file."""
        found: list[Candidate] = []
        for wrong in self.wrongs:
            keys, home = tuple(wrong.members), next(iter(wrong.functions))
            groups = [keys] if wrong.nodes else [(key,) for key in keys]
            found += (Candidate(wrong.misconception, one, wrong.nodes, home) for one in groups)
        return tuple(found)

    def prediction(self, key: str, function: str, arguments: Sequence[Any]) -> Prediction | None:
        """Return the answer of the misconception, or the member of a family, with this key."""
        if is_long(function, arguments):
            return None
        # Printing instead of returning is a mistake too; nobody is to read it.
        with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            answer = self._caller(key).call(function, arguments)
        return Prediction(answer, reason_of(answer))

    def pair(self, first: Candidate, second: Candidate) -> str | None:
        """Return a key for both at once: what the first one calls is the second one's.

        Only functions can be combined, and a family is tried by itself.
        """
        functions = [dict(self._functions(one.keys[0])) for one in (first, second)]
        every = [value for made in functions for value in made.values()]
        if not all(isinstance(value, types.FunctionType) for value in every):
            return None
        outer, inner = functions
        key = f"{first.keys[0]} over {second.keys[0]}"
        self._pairs[key] = {**inner, **{name: _over(outer[name], inner) for name in outer}}
        return key

    def _functions(self, key: str) -> Mapping[str, Any]:
        if key in self._pairs:
            return self._pairs[key]
        [functions] = (one.members[key] for one in self.wrongs if key in one.members)
        return functions

    def _caller(self, key: str) -> InProcessCaller:
        if key not in self._callers:
            functions = self._functions(key)
            self._callers[key] = InProcessCaller(
                f"{self._exercise.id}.py",
                lambda: self._module(key, functions),
                self._exercise.packages,
            )
        return self._callers[key]


def _names_in(value: Any) -> frozenset[str]:
    """Return the names that a function's code, or that of a class's methods, looks up."""
    if isinstance(value, type):
        return frozenset().union(*(_names_in(method) for method in vars(value).values()))
    code = value if isinstance(value, types.CodeType) else getattr(value, "__code__", None)
    if not isinstance(code, types.CodeType):
        return frozenset()
    inner = (_names_in(one) for one in code.co_consts if isinstance(one, types.CodeType))
    return frozenset(code.co_names).union(*inner)


def _over(function: types.FunctionType, replaced: Mapping[str, Any]) -> types.FunctionType:
    """Return a copy of a misconception's function whose module has other functions replaced."""
    before = function.__globals__
    names = {**before, **replaced}
    for name, value in before.items():
        is_own = isinstance(value, types.FunctionType) and value.__globals__ is before
        if is_own and name not in replaced:
            names[name] = _copied(value, names)
    return _copied(function, names)


def _copied(function: types.FunctionType, names: dict[str, Any]) -> types.FunctionType:
    made = types.FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made
