"""The state of a random generator crosses the wall; the generator does not."""

import numpy as np
import pytest

from autograder.calls.generator import generator_with, is_generator, put, taken
from autograder.calls.wire import decode, encode

STATE = taken(np.random.default_rng(1))


@pytest.mark.parametrize("drawn_before", [0, 1, 2])
def test_both_sides_draw_the_same_numbers(drawn_before: int) -> None:
    own = np.random.default_rng(7)
    own.integers(0, 9, drawn_before, dtype=np.int32)  # each takes half a word
    other = generator_with(decode(encode(taken(own))))
    assert other.normal(size=5).tolist() == own.normal(size=5).tolist()
    assert (
        other.integers(0, 9, 5, dtype=np.int32).tolist()
        == own.integers(0, 9, 5, dtype=np.int32).tolist()
    )


def test_a_generator_goes_on_where_the_other_side_stopped() -> None:
    own, other = np.random.default_rng(3), np.random.default_rng(3)
    other.normal(size=4)
    put(own, taken(other))
    assert own.random() == other.random()


def test_another_generator_is_not_taken_for_one() -> None:
    class Loud(np.random.Generator):
        """One of the student's own."""

    bits = np.random.PCG64(1)
    others = [np.random, np.random.RandomState(1), np.random.Generator(np.random.MT19937(1))]
    assert is_generator(np.random.default_rng(1))
    assert not any(is_generator(one) for one in [*others, Loud(bits), bits, 1, None])


def changed(position: int, number: int) -> np.ndarray:
    state = STATE.copy()
    state[position] = number
    return state


@pytest.mark.parametrize(
    "numbers",
    [
        STATE.tolist(),
        STATE.astype(np.int64),
        STATE[:5],
        STATE.reshape(2, 3),
        None,
        "PCG64",
        changed(3, 0),
        changed(3, int(STATE[3]) - 1),
        changed(4, 2),
        changed(5, 2**32),
    ],
    ids=[
        *("a list", "signed", "short", "two rows", "nothing", "text"),
        *("no step", "an even step", "two halves", "a long half"),
    ],
)
def test_numbers_that_no_generator_has_are_refused(numbers: object) -> None:
    with pytest.raises(ValueError, match="not the state"):
        generator_with(numbers)
