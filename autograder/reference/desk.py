"""The course's own pytest: it has no answer keys, so the solutions themselves answer."""

import pytest

from autograder.checking.plugin import ANSWERS
from autograder.course import find_course, load_course
from autograder.reference.sources import Sources

__all__ = ["pytest_configure"]


def pytest_configure(config: pytest.Config) -> None:
    """Tell the checks' plugin where answers come from."""
    config.stash[ANSWERS] = Sources(load_course(find_course(config.rootpath))).answers
