import resource
import sys
from contextlib import AbstractContextManager

import numpy as np
import pytest

from autograder.course import Limits
from autograder.grading.bounded import Journal

_THREE_GB = 3 * 2**27  # of float64; no page of it is ever touched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")


def bounded() -> AbstractContextManager[None]:
    return Journal().bounded("any", "any", Limits())


def test_more_than_two_gigabytes_are_refused() -> None:
    with bounded(), pytest.raises(MemoryError):
        np.empty(_THREE_GB)


def test_a_frame_and_its_copies_find_room() -> None:
    with bounded():
        assert len([np.empty(2**23) for _ in range(10)]) == 10


def test_the_limit_is_gone_afterwards_whatever_happened() -> None:
    with pytest.raises(ValueError, match="in between"), bounded():
        raise ValueError("in between")
    assert np.empty(_THREE_GB).size == _THREE_GB


def test_what_earlier_work_keeps_is_part_of_it() -> None:
    journal, kept = Journal(), []
    with pytest.raises(MemoryError):
        for number in range(4):
            with journal.bounded(number, number, Limits()):
                kept.append(np.empty(3 * 2**25))
    assert len(kept) == 2


def test_a_lower_limit_of_the_shell_holds_and_is_no_fault() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, before[1]))
    try:
        with Journal().bounded("e19", "e19", Limits(judging_mb=32_768)):
            assert np.empty(_THREE_GB).size == _THREE_GB
            with pytest.raises(MemoryError):
                np.empty(3 * _THREE_GB)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
