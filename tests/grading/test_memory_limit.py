import sys

import numpy as np
import pytest

from autograder.grading.bounded import memory_limit

_THREE_GB = 3 * 2**27  # of float64; no page of it is ever touched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")


def test_more_than_two_gigabytes_are_refused() -> None:
    with memory_limit(), pytest.raises(MemoryError):
        np.empty(_THREE_GB)


def test_a_frame_and_its_copies_find_room() -> None:
    with memory_limit():
        assert len([np.empty(2**23) for _ in range(10)]) == 10


def test_the_limit_is_gone_afterwards_whatever_happened() -> None:
    with pytest.raises(ValueError, match="in between"), memory_limit():
        raise ValueError("in between")
    assert np.empty(_THREE_GB).size == _THREE_GB
