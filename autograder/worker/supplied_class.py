"""The stand-in for a supplied class: its objects are the student's, its methods ask."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.calls.generator import is_generator, put, taken
from autograder.calls.values import Unusable, plain

__all__ = ["stand_in"]

# Asks the trusted side, given the names of a module and of what is asked for in it, and arguments.
Ask = Callable[[str, str, list[Any], dict[str, Any]], Any]


def stand_in(
    ask: Ask, module: str, name: str, methods: Sequence[str], attributes: Sequence[str]
) -> type:
    """Return a class whose methods the trusted side answers.

    The state of an object stands in its attributes, which student code may read and write. Each
    call of a method takes them along, and brings back those that it changed.
    """
    made = {method: _method(ask, module, name, method, attributes) for method in methods}
    return type(name, (), {"__module__": module, **made})


def _method(
    ask: Ask, module: str, name: str, method: str, attributes: Sequence[str]
) -> Callable[..., Any]:
    asked = f"{name}.{method}"

    def supplied(self: Any, *arguments: Any, **keywords: Any) -> Any:
        state = {} if method == "__init__" else _state_of(self, attributes)
        generators = [one for one in (*arguments, *keywords.values()) if is_generator(one)]
        try:
            given = plain([_tagged(one) for one in arguments])
            named = plain({key: _tagged(one) for key, one in keywords.items()})
        except Unusable as refusal:
            raise TypeError(f"{asked} was given {refusal}") from None
        answer = ask(module, asked, [state, given, named], {})
        for attribute, value in answer["changed"].items():
            setattr(self, attribute, value)
        for generator, numbers in zip(generators, answer["generators"], strict=True):
            put(generator, numbers)
        return answer["result"]

    supplied.__name__, supplied.__qualname__, supplied.__module__ = method, asked, module
    return supplied


def _state_of(of: Any, attributes: Sequence[str]) -> Mapping[str, Any]:
    state = {}
    for attribute in attributes:
        try:
            state[attribute] = plain(getattr(of, attribute))
        except Unusable as refusal:
            raise TypeError(f"{attribute} of this {type(of).__name__} is {refusal}") from None
    return state


def _tagged(argument: Any) -> list[Any]:
    if is_generator(argument):
        return ["generator", taken(argument)]
    return ["value", argument]
