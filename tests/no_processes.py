"""A plugin of pytest for `make check`: a test that starts a process fails.

`pytest -p tests.no_processes` fails every test during which this process, whoever in it, starts
another one. So a unit test stays one.
"""

import sys
from collections.abc import Iterator
from typing import Final

import pytest

_STARTS: Final = (
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
)
_watching = False
_started: list[str] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in _STARTS:
        _started.append(f"{event}{arguments}"[:200])
        raise RuntimeError(
            f"a unit test may not start a process: {_started[-1]}; mark it `process`, and "
            "`make check` leaves it out"
        )


sys.addaudithook(_audit)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Watch a test and its fixtures."""
    global _watching  # noqa: PLW0603
    _watching = True
    try:
        return (yield)
    finally:
        _watching = False
        _started.clear()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Iterator[None]:
    """Fail a test whose code took the refusal for an answer."""
    result = yield
    if _started:
        pytest.fail(f"this test starts a process; mark it `process`: {_started[0]}", pytrace=False)
    return result
