"""The pytest plugin: the student's desk, where checks run by name and outcomes are reported."""

import os
import re
import shutil
import textwrap
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.checking.answers import AnswersOf
from autograder.checking.check import CourseCheck, as_check
from autograder.checking.frameworks import set_keras_backend
from autograder.checking.outcome import CheckStatus, KitFault, Outcome
from autograder.checking.own import OwnContext
from autograder.checking.summary import CheckLine, next_hints, summary_lines
from autograder.course import Course, CourseError, find_course, load_course

ANSWERS: Final = pytest.StashKey[AnswersOf]()  # instead of answer keys, where a course has none
OUTCOME: Final = pytest.StashKey[Outcome]()
READS_PRINTS: Final = pytest.StashKey[bool]()  # whether somebody reads what a check printed

_COURSE: Final = pytest.StashKey[Course]()
_ITEMS: Final = pytest.StashKey[list[pytest.Item]]()
_CONTEXT: Final = pytest.StashKey[OwnContext]()
_CHECK_FILE: Final = re.compile(r"test_(e\d\d_\w+)")
_KIT_SENTENCE: Final = "this is a fault of the kit, not of your code"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--hint`."""
    group = parser.getgroup("nudge")
    group.addoption(
        "--hint", metavar="EXERCISE", help="show a hint for an exercise, one more each time"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Find the course this run belongs to."""
    set_keras_backend()
    # As in grading: a picture that is shown opens no window that somebody has to close.
    os.environ.setdefault("MPLBACKEND", "Agg")
    try:
        config.stash[_COURSE] = load_course(find_course(config.rootpath))
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    _look_in_the_whole_course(config)


def _look_in_the_whole_course(config: pytest.Config) -> None:
    """Let a bare `pytest` in exercises/, where students are, mean what it means one folder up."""
    root = config.stash[_COURSE].root
    in_exercises = config.invocation_params.dir.resolve() == root / "exercises"
    if in_exercises and config.args_source is pytest.Config.ArgsSource.INVOCATION_DIR:
        config.args = [str(root / "autograder" / "checks")]


# Collecting


class CheckItem(pytest.Function):
    """A check as pytest lists it; it gets its three objects from the kit, not from fixtures."""

    check: CourseCheck

    def setup(self) -> None:
        """Set nothing up: a check asks for no fixture."""

    def runtest(self) -> None:
        """Run the check and keep its outcome; the report tells it."""
        self.stash[OUTCOME] = self.config.stash[_CONTEXT].outcome(self.check)


def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> CheckItem | None:
    """Take the checks of a check file, and refuse any other test there."""
    file = _CHECK_FILE.fullmatch(Path(collector.path).stem)
    if file is None or not name.startswith("test_") or not callable(obj):
        return None
    exercise = collector.config.stash[_COURSE].exercise(file[1])
    try:
        check = as_check(exercise, name, obj)
    except KitFault as refused:
        raise pytest.Collector.CollectError(str(refused)) from None
    item: CheckItem = CheckItem.from_parent(collector, name=name, callobj=obj)
    item.check = check
    return item


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make the context in which the checks run, and keep their list for the summary."""
    stash = session.config.stash
    stash[_ITEMS] = session.items
    # With -s a debugger may talk to a person, and cannot wait; a watch reads what a check prints.
    keeps = session.config.option.capture != "no" or stash.get(READS_PRINTS, False)
    stash[_CONTEXT] = OwnContext(stash[_COURSE], stash.get(ANSWERS, None), keeps_prints=keeps)


# Telling


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give a check's report its state and, for a failure, the four lines instead of a trace."""
    report = yield
    if call.when != "call" or not isinstance(item, CheckItem) or OUTCOME not in item.stash:
        return report
    outcome = item.stash[OUTCOME]
    report.user_properties.append(("nudge_state", outcome.status.value))
    if outcome.status is CheckStatus.FAIL:
        assert outcome.lines is not None
        width = shutil.get_terminal_size().columns
        sentence = textwrap.fill(item.check.declared.sentence, width)
        report.outcome = "failed"
        report.longrepr = f"{sentence}\n\n{outcome.lines.within(width)}\n"
    elif outcome.status is CheckStatus.ERROR:
        report.outcome = "failed"
        report.longrepr = f"{_KIT_SENTENCE}:\n{outcome.note}\n"
        if item.config.option.verbose > 0:
            report.longrepr += f"\n{outcome.trace}"
    elif outcome.status is not CheckStatus.PASS:
        report.outcome = "skipped"
        path, line, _ = item.location
        report.longrepr = (path, (line or 0) + 1, f"{outcome.status.value}: {outcome.note}")
    return report


def pytest_report_teststatus(
    report: pytest.CollectReport | pytest.TestReport,
) -> tuple[str, str, str] | None:
    """Name the states as the kit does: T for to do, B for blocked, S for skipped, E for error."""
    if not isinstance(report, pytest.TestReport) or report.when != "call":
        return None  # pytest also asks of files that could not be collected
    state = dict(report.user_properties).get("nudge_state")
    if state not in ("todo", "blocked", "skipped", "error"):
        return None
    return str(state), str(state)[0].upper(), str(state).upper()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Answer `--hint` instead of collecting anything."""
    asked = session.config.getoption("hint", default=None)
    if asked is None:
        return None
    try:
        exercise = session.config.stash[_COURSE].exercise(asked)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    writer = session.config.get_terminal_writer()
    for line in next_hints(exercise, getattr(session.config, "cache", None)):
        writer.line(line)
    session.items = []
    return True


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End with 0 after a hint, and not with 0 while something is still to be written."""
    if session.config.getoption("hint", default=None) is not None:
        session.exitstatus = pytest.ExitCode.OK
        return
    unfinished = any(
        item.stash[OUTCOME].status not in (CheckStatus.PASS, CheckStatus.SKIPPED)
        for item in session.items
        if OUTCOME in item.stash
    )
    if unfinished and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print an exercise's points and state a line, and what to do next."""
    lines = [
        CheckLine(item.check, item.stash.get(OUTCOME, None))
        for item in config.stash.get(_ITEMS, [])
        if isinstance(item, CheckItem)
    ]
    if config.option.collectonly or not lines:
        return
    terminalreporter.write_sep("-", "nudge")
    for text in summary_lines(config.stash[_COURSE], lines, config.stash[_CONTEXT].points):
        terminalreporter.write_line(text)
