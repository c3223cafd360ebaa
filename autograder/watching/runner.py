"""A pytest that is started in advance and waits until a file is saved.

It runs as a script, in its own process, and is never imported: in a handout, the handout's own
`autograder` decides, so nothing of the kit may be loaded before it. It starts pytest as a student
types it, up to the moment before any of the student's files is read. There it waits for one line of
JSON, runs the files that the line names, and ends. So no module survives from one save to the next,
on any system, without a fork.

Arguments: the course's folder, and the folder that `exercises` means, if it is another one.
Standard input: the order, `{"files": [...]}`; when it closes, so does this process.
Standard output: a line of JSON an event. The output of student code goes elsewhere.
"""

import io
import json
import os
import signal
import sys
import threading
import types
from collections.abc import Generator
from typing import Any, BinaryIO

import pytest

_LONGEST_PRINTED = 4000
_OPTIONS = ("-p", "no:cacheprovider", "--capture=no", "--maxfail=0", "--quiet")


class Waiting:
    """The pytest plugin that waits, and reports the checks."""

    def __init__(self, orders: BinaryIO, events: BinaryIO) -> None:
        self._orders = orders
        self._events = events
        self._printed = Tail()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Say that what a check printed is read when it has ended."""
        from autograder.checking.plugin import READS_PRINTS  # noqa: PLC0415

        config.stash[READS_PRINTS] = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Wait for the order; no file of the student's has been read yet."""
        self._tell("ready")
        line = self._orders.readline()
        if not line:
            os._exit(0)
        threading.Thread(target=self._end_with_the_other_side, daemon=True).start()
        session.config.args = list(json.loads(line)["files"])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Report a check file that cannot be read."""
        if report.failed:
            self._tell("broken", file=report.nodeid, text=report.longreprtext)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Report the checks, and capture what student code prints from here on."""
        # Python takes a compiled file for current if time (in whole seconds) and size agree: two
        # quick saves may agree in both.
        sys.dont_write_bytecode = True
        self._tell("collected", checks=[_named(item) for item in session.items])
        sys.stdout = sys.stderr = self._printed.text

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Report that a check begins, and how it ended."""
        name = _named(item)
        self._printed.forget()
        self._tell("begun", **name)
        ended = yield
        self._tell("ended", **name, **_outcome(item), printed=self._printed.told())
        return ended

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Report the end, and exit, even if student code has left threads behind."""
        self._tell("done")
        os._exit(0)

    def _tell(self, event: str, **what: Any) -> None:
        self._events.write(json.dumps({"event": event, **what}).encode("ascii") + b"\n")

    def _end_with_the_other_side(self) -> None:
        # Also in the middle of an endless loop, and with every process that it has started.
        while self._orders.read(1):
            pass
        if sys.platform != "win32" and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)


class Tail(io.RawIOBase):
    """The last part of what was printed."""

    def __init__(self) -> None:
        self._last = b""
        self.text = io.TextIOWrapper(
            io.BufferedWriter(self), "utf-8", errors="backslashreplace", write_through=True
        )

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Append what is printed."""
        new = bytes(data)
        self._last = (self._last + new)[-_LONGEST_PRINTED:]
        return len(new)

    def forget(self) -> None:
        """Drop everything so far."""
        self.told()
        self._last = b""

    def told(self) -> str:
        """Return the end of what was printed."""
        self.text.flush()
        return self._last.decode("utf-8", "replace")


def _named(item: pytest.Item) -> dict[str, str]:
    from autograder.checking.plugin import CheckItem  # noqa: PLC0415

    if not isinstance(item, CheckItem):
        return {"exercise": "", "check": item.name, "sentence": item.name}
    check = item.check
    return {"exercise": check.exercise.id, "check": check.name, "sentence": check.declared.sentence}


def _outcome(item: pytest.Item) -> dict[str, Any]:
    from autograder.checking.plugin import OUTCOME  # noqa: PLC0415

    outcome = item.stash.get(OUTCOME, None)
    if outcome is None:
        return {"state": "error", "note": "it was skipped", "lines": None}
    lines = outcome.lines
    return {
        "state": outcome.status.value,
        "note": outcome.note,
        "lines": lines and [lines.called, lines.expected, lines.got, lines.hint],
    }


def main() -> None:
    """Start pytest and wait."""
    root, *folder = sys.argv[1:]
    orders = os.fdopen(os.dup(0), "rb", buffering=0)
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.chdir(root)
    if folder:
        package = sys.modules["exercises"] = types.ModuleType("exercises")
        package.__path__ = folder
    checks = os.path.join(root, "autograder", "checks")  # noqa: PTH118 - what pytest is given
    sys.exit(pytest.main([*_OPTIONS, checks], plugins=[Waiting(orders, events)]))


if __name__ == "__main__":
    main()
