"""The command, run in this process as a user's shell runs it."""

from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from autograder.cli.main import main
from tests.grading.small_course import SmallCourse

Nudge = Callable[..., click.testing.Result]


@pytest.fixture
def nudge() -> Nudge:
    """Return what runs `nudge` with some arguments."""

    def run(*arguments: object) -> click.testing.Result:
        return click.testing.CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def small(tmp_path: Path) -> SmallCourse:
    """Return a course to edit, with one student whose all is right and one with a mistake."""
    made = SmallCourse.made_in(tmp_path)
    made.hand_in("ada")
    made.hand_in_wrong_sigmoid("bo")
    return made
