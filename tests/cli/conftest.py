"""The command, run in this process as a user's shell runs it."""

from collections.abc import Callable

import click.testing
import pytest

from autograder.cli.main import main

Nudge = Callable[..., click.testing.Result]


@pytest.fixture
def nudge() -> Nudge:
    """Return what runs `nudge` with some arguments."""

    def run(*arguments: object) -> click.testing.Result:
        return click.testing.CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run
