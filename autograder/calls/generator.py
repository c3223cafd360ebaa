"""A random generator as plain numbers, so that the other side can draw from it in its place."""

from typing import Any, Final

import numpy as np

__all__ = ["generator_with", "is_generator", "put", "taken"]

_WORD: Final = 1 << 64
_NUMBERS: Final = 6  # two words each of the state and of its step, and half a word that is left


def is_generator(value: object) -> bool:
    """Tell whether a value is a generator as `np.random.default_rng` makes it."""
    return type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64


def taken(generator: np.random.Generator) -> np.ndarray:
    """Return the state of a generator as an array of six numbers."""
    state: Any = generator.bit_generator.state
    words = [*divmod(state["state"]["state"], _WORD), *divmod(state["state"]["inc"], _WORD)]
    return np.array([*words, state["has_uint32"], state["uinteger"]], dtype=np.uint64)


def put(generator: np.random.Generator, numbers: np.ndarray) -> None:
    """Give a generator the state that `taken` returned."""
    high, low, high_step, low_step, has_half, half = (int(number) for number in numbers)
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": high * _WORD + low, "inc": high_step * _WORD + low_step},
        "has_uint32": has_half,
        "uinteger": half,
    }


def generator_with(numbers: object) -> np.random.Generator:
    """Return a generator with a state that the other side claims to have.

    Raises
    ------
    ValueError
        If no generator can have it. Its step is odd: with an even one, its numbers may repeat
        themselves for ever, and a draw that waits for another number would never end.
    """
    if (
        type(numbers) is not np.ndarray
        or (numbers.dtype, numbers.shape) != (np.dtype(np.uint64), (_NUMBERS,))
        or int(numbers[3]) % 2 != 1
        or int(numbers[4]) > 1
        or int(numbers[5]) >= 1 << 32
    ):
        raise ValueError("these numbers are not the state of a generator")
    made = np.random.Generator(np.random.PCG64(0))
    put(made, numbers)
    return made
