"""Scripts: calls that belong together, on objects that stay where the student's code is.

Only plain values cross between a student's code and a check. An object of the student's class
and a random generator are not plain; so a check that needs one sends a script, which is plain, and
gets back the plain values that it asked for. A script is carried like a call of a function named
`script`, to a student's module and to the reference alike.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from autograder.calls.values import copied

__all__ = ["SCRIPT", "Result", "Rng", "Script", "functions_called", "is_long", "target_of"]

SCRIPT: Final = "script"  # instead of a function's name
_MOST_ENTRIES: Final = 10_000


@dataclass(frozen=True)
class Rng:
    """Stands for `np.random.default_rng(seed)`, made where the call is performed."""

    seed: int


@dataclass(frozen=True)
class Result:
    """The result of one step of a script; it stays where the student's code is."""

    step: int


class Script:
    """Writes down calls to be made one after another.

    Arguments are plain values, an `Rng`, or the `Result` of an earlier step.

    Examples
    --------
    >>> script = Script()
    >>> made = script.call("TwoLayerPerceptron", 3, 4, 2, Rng(1))
    >>> output = script.item(script.method(made, "forward_pass", np.ones((5, 3))), 0)
    >>> expect(student.script, script.giving(output)).equals(reference.script)  # doctest: +SKIP
    """

    def __init__(self) -> None:
        self._steps: list[Any] = []

    def call(self, function: str, *arguments: Any) -> Result:
        """Call a function or a class of the module."""
        return self._add("call", function, [_tagged(argument) for argument in arguments])

    def bare(self, name: str) -> Result:
        """Make an object of a class of the module without its `__init__`.

        So a method can be examined whose class cannot be made yet.
        """
        return self._add("bare", name)

    def stand_in(self, of: Result, name: str, rule: str, numbers: np.ndarray) -> None:
        """Let a simple rule answer for a method of an object, whatever the method itself does.

        A method that calls it can then be examined by itself. The rule is no right answer: with
        `numbers` chosen at random, only a caller that hands over the right arguments, and uses
        what comes back as it should, ends in the right place.

        Parameters
        ----------
        of : Result
            The object.
        name : str
            The method.
        rule : str
            Subscripts of `np.einsum`, for `numbers` and the method's arguments; or "resize": the
            numbers, repeated as often as the one argument says.
        numbers : ndarray
            What the rule works with.
        """
        self._add("stand_in", of.step, name, rule, copied(numbers))

    def method(self, of: Result, name: str, *arguments: Any) -> Result:
        """Call a method of an object."""
        return self._add("method", of.step, name, [_tagged(argument) for argument in arguments])

    def get(self, of: Result, name: str) -> Result:
        """Read an attribute of an object."""
        return self._add("get", of.step, name)

    def set(self, of: Result, **values: np.ndarray) -> None:
        """Write attributes of an object.

        Where the object has an array already that differs from the new one in axes of length 1
        alone, the new one takes its shape: a row of biases is right as (n,) and as (1, n).
        """
        for name, value in values.items():
            self._add("set", of.step, name, copied(value))

    def item(self, of: Result, key: int | str) -> Result:
        """Take an entry of a tuple, a list or a dict."""
        return self._add("item", of.step, key)

    def flat(self, of: Result) -> Result:
        """Lay an array out as one row of numbers, where its shape is the student's choice."""
        return self._add("flat", of.step)

    def entries(self, of: Result) -> Result:
        """Take all entries of anything that a loop can go through, as a list."""
        return self._add("entries", of.step)

    def get_of_each(self, of: Result, name: str) -> Result:
        """Read an attribute of every entry, as a list."""
        return self._add("get_of_each", of.step, name)

    def method_of_each(self, of: Result, name: str, *arguments: Any) -> Result:
        """Call a method of every entry, as a list of what they return."""
        tagged = [_tagged(argument) for argument in arguments]
        return self._add("method_of_each", of.step, name, tagged)

    def giving(self, *wanted: Result, long: bool = False) -> list[Any]:
        """Return the script, to be asked of `student.script`.

        Parameters
        ----------
        *wanted : Result
            What to bring back: the value of one, or a list of the values of several.
        long : bool
            Whether it takes long, or brings back much. Misconceptions are not tried on such a
            script, and no answer key has its answer: ask with `satisfies`.
        """
        return [*self._steps, ["give", [result.step for result in wanted], long]]

    def _add(self, *step: Any) -> Result:
        self._steps.append(list(step))
        return Result(len(self._steps) - 1)


def functions_called(function: str, arguments: Sequence[Any]) -> list[str]:
    """Return the names that a module needs to have for a call, which may be a script."""
    if function != SCRIPT:
        return [function]
    return [step[1] for step in arguments[0] if step[0] in ("call", "bare")]


def is_long(function: str, arguments: Sequence[Any]) -> bool:
    """Tell whether a call is a script that takes long."""
    return function == SCRIPT and bool(arguments[0][-1][2])


def target_of(function: str, look_up: Callable[[str], Any]) -> Callable[..., Any]:
    """Return the function of that name, or a function that performs a script.

    Parameters
    ----------
    function : str
        The name.
    look_up : callable
        Returns what the module has under a name.
    """
    if function == SCRIPT:
        return lambda steps: _perform(look_up, steps)
    found: Callable[..., Any] = look_up(function)
    return found


def _perform(look_up: Callable[[str], Any], steps: Sequence[Any]) -> Any:
    results: list[Any] = []

    def given(arguments: Sequence[Any]) -> list[Any]:
        return [_untagged(kind, value, results) for kind, value in arguments]

    perform: dict[str, Callable[..., Any]] = {
        "call": lambda name, arguments: look_up(name)(*given(arguments)),
        "bare": lambda name: _bare(look_up(name)),
        "stand_in": lambda of, name, rule, numbers: _stand_in(results[of], name, rule, numbers),
        "method": lambda of, name, arguments: getattr(results[of], name)(*given(arguments)),
        "get": lambda of, name: getattr(results[of], name),
        "set": lambda of, name, value: _set(results[of], name, value),
        "item": lambda of, key: results[of][key],
        "flat": lambda of: np.ravel(results[of]),
        "entries": lambda of: list(itertools.islice(results[of], _MOST_ENTRIES)),
        "get_of_each": lambda of, name: [getattr(entry, name) for entry in results[of]],
        "method_of_each": lambda of, name, arguments: [
            getattr(entry, name)(*given(arguments)) for entry in results[of]
        ],
    }
    *before, (_, wanted, _) = steps
    for verb, *rest in before:
        results.append(perform[verb](*rest))
    values = [results[step] for step in wanted]
    return values[0] if len(values) == 1 else values


def _tagged(argument: Any) -> list[Any]:
    # A tag a value, so that no value, whoever made it, can be taken for anything else.
    if isinstance(argument, Rng):
        return ["rng", argument.seed]
    if isinstance(argument, Result):
        return ["result", argument.step]
    return ["value", copied(argument)]


def _untagged(kind: str, value: Any, results: Sequence[Any]) -> Any:
    if kind == "rng":
        return np.random.default_rng(value)
    return results[value] if kind == "result" else value


def _set(of: Any, name: str, value: np.ndarray) -> None:
    """Set an attribute to a copy, in the shape of what is there if they differ in 1s alone."""
    there = getattr(of, name, None)
    value = value.copy()
    if isinstance(there, np.ndarray) and np.squeeze(there).shape == np.squeeze(value).shape:
        value = value.reshape(there.shape)
    setattr(of, name, value)


def _bare(of: Any) -> Any:
    return of.__new__(of)


def _stand_in(of: Any, name: str, rule: str, numbers: np.ndarray) -> None:
    getattr(of, name)  # nothing stands in for a method that is not there

    def resized(size: Any) -> np.ndarray:
        return np.resize(numbers, size)

    def by_subscripts(*arguments: Any, **named: Any) -> Any:
        return np.einsum(rule, numbers, *arguments, *named.values())

    setattr(of, name, resized if rule == "resize" else by_subscripts)
