"""One warm server for all these tests, with limits small enough to meet."""

import textwrap
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from autograder.isolation import Budget, ForkServer, Session
from autograder.isolation.session import ModuleCaller, Supplied
from tests.isolation.doors import LIMITS, Open, Submit


@pytest.fixture(scope="session")
def server() -> Iterator[ForkServer]:
    """Return the warm server."""
    with ForkServer(LIMITS) as running:
        yield running


@pytest.fixture
def open_session(server: ForkServer) -> Iterator[Open]:
    """Return a function that opens a session of named sources, closed after the test."""
    with ExitStack() as stack:

        def opened(
            supplied: Supplied | None = None,
            budget: Budget | None = None,
            **sources: str | bytes,
        ) -> Session:
            modules = {
                f"exercises.{name}": source
                if isinstance(source, bytes)
                else textwrap.dedent(source).encode()
                for name, source in sources.items()
            }
            return stack.enter_context(server.open(modules, supplied, budget))

        yield opened


@pytest.fixture
def submit(open_session: Open) -> Submit:
    """Return a function from the source of `e07_dense.py` to its caller."""

    def submitted(
        source: str | bytes, supplied: Supplied | None = None, **others: str | bytes
    ) -> ModuleCaller:
        session = open_session(supplied, e07_dense=source, **others)
        return session.caller("exercises.e07_dense")

    return submitted
