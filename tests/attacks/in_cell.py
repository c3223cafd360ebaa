"""The pytest plugin of a cell's process: it emulates the row, and records what comes out.

`-p tests.attacks.in_cell --row ROW --record FILE [--only FILE]`. The record has a line a test when
it begins and one when it has ended, since an attack that succeeds may end this process.
"""

import functools
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.isolation import ForkServer, modes, program
from tests.attacks.cells import OLD_LANDLOCK, row

__all__ = ["identity"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--row", required=True)
    parser.addoption("--record", type=Path, required=True)
    parser.addoption("--only", type=Path)


def pytest_configure(config: pytest.Config) -> None:
    emulated = row(config.getoption("--row"))
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    if emulated.without:
        started = functools.partial(ForkServer, without=emulated.without)
        patch.setattr(modes, "ForkServer", started)
    if emulated.has_old_landlock:
        patch.setattr(program, "_PROGRAM", OLD_LANDLOCK)
    config.pluginmanager.register(_Record(config.getoption("--record")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    only: Path | None = config.getoption("--only")
    if only is not None:
        wanted = set(json.loads(only.read_text(encoding="utf-8")))
        items[:] = [
            item
            for item in items
            if identity(item.nodeid) in wanted or item.path.stem == "row_checks"
        ]


class _Record:
    """Writes a line a test when it begins, and one when it has ended."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._write({"collected": [identity(item.nodeid) for item in session.items]})

    def pytest_runtest_logstart(self, nodeid: str, location: Sequence[object]) -> None:
        self._write({"begun": identity(nodeid)})

    def pytest_runtest_logfinish(self, nodeid: str, location: Sequence[object]) -> None:
        self._write({"finished": identity(nodeid)})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        outcome = "not promised" if hasattr(report, "wasxfail") else report.outcome
        self._write(
            {
                "ended": identity(report.nodeid),
                "outcome": outcome,
                "said": getattr(report, "wasxfail", "") or report.longreprtext[-3000:],
            }
        )

    def _write(self, line: dict[str, object]) -> None:
        with self._path.open("a", encoding="utf-8") as record:
            record.write(json.dumps(line) + "\n")


def identity(nodeid: str) -> str:
    """Return the id of an attack from the name of its test; of another test, its whole name."""
    _, found, attack = nodeid.partition("harms_nobody[")
    return attack.removesuffix("]") if found else nodeid
