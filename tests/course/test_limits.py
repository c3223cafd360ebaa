"""The limits of a submission."""

from dataclasses import FrozenInstanceError, astuple

import pytest

from autograder.course import Limits


def test_limits_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Limits().memory_mb = 4  # type: ignore[misc]


def test_every_limit_bounds_something() -> None:
    assert all(value > 0 for value in astuple(Limits()))
