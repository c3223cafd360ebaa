"""The pytest plugin: the fixtures of checks, their six states, and the summary.

`nudge grade` runs the very same hooks with another examination in `EXAMINATION`.
"""

import inspect
import os
import re
import shutil
import textwrap
import traceback
import warnings
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.checking.check import Check, declared
from autograder.checking.examination import Examination, OwnExamination
from autograder.checking.frameworks import Needs, set_keras_backend
from autograder.checking.hints import next_hints
from autograder.checking.outcome import (
    CheckFailed,
    KitFault,
    Lines,
    NotWritten,
    Outcome,
    Skipped,
    State,
)
from autograder.checking.prerequisites import Prerequisites
from autograder.checking.probe import Probe
from autograder.checking.reference import Reference
from autograder.checking.student import Student
from autograder.checking.summary import CheckLine, summary_lines
from autograder.course import Course, CourseError, Exercise, find_course, load_course

COURSE: Final = pytest.StashKey[Course]()
EXAMINATION: Final = pytest.StashKey[Examination]()
PREREQUISITES: Final = pytest.StashKey[Prerequisites]()
OUTCOME: Final = pytest.StashKey[Outcome]()
FAULT: Final = pytest.StashKey[str]()  # where the kit failed in a check, for its author

_CHECK_FILE = re.compile(r"test_(e\d\d_\w+)")
_FIXTURES: Final = frozenset({"student", "reference", "probe"})
_EXERCISE: Final = pytest.StashKey[Exercise | None]()
_ASKED_FOR: Final = pytest.StashKey[tuple[str, ...] | None]()
_KIT_SENTENCE = "this is a fault of the kit, not of your code"
_PREREQUISITE_SENTENCE = "not right yet; mend it first"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--hint`."""
    group = parser.getgroup("nudge")
    group.addoption(
        "--hint", metavar="EXERCISE", help="show a hint for an exercise, one more each time"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Find the course this run belongs to."""
    set_keras_backend()
    if COURSE in config.stash:
        return
    # As in grading: a picture that is shown opens no window that somebody has to close.
    os.environ.setdefault("MPLBACKEND", "Agg")
    try:
        config.stash[COURSE] = load_course(find_course(config.rootpath))
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    _look_in_the_whole_course(config)


def _look_in_the_whole_course(config: pytest.Config) -> None:
    """Let a bare `pytest` in exercises/, where students are, mean what it means one folder up."""
    root = config.stash[COURSE].root
    in_exercises = config.invocation_params.dir.resolve() == root / "exercises"
    if in_exercises and config.args_source is pytest.Config.ArgsSource.INVOCATION_DIR:
        config.args = [str(root / "autograder" / "checks")]


# Fixtures


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """Return the module being graded."""
    return _student(_examination(request.config), *_declared_in(request))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Reference:
    """Return the functions that answer rightly."""
    return _examination(request.config).reference(_declared_in(request)[0])


@pytest.fixture
def probe(request: pytest.FixtureRequest) -> Probe:
    """Return the inputs of this check."""
    exercise, _ = _declared_in(request)
    return _examination(request.config).probe(exercise, request.node.name)


def exercise_of(item: pytest.Item) -> Exercise | None:
    """Return the exercise whose check `item` is, or None if it is some other test."""
    if _EXERCISE not in item.stash:  # asked several times for each check of each submission
        item.stash[_EXERCISE] = _found_exercise(item)
    return item.stash[_EXERCISE]


def _found_exercise(item: pytest.Item) -> Exercise | None:
    if declared(getattr(item, "function", None)) is None:
        return None
    match = _CHECK_FILE.fullmatch(item.path.stem)
    return item.config.stash[COURSE].exercise(match[1]) if match else None


def _declared_in(request: pytest.FixtureRequest) -> tuple[Exercise, Check]:
    exercise = exercise_of(request.node)
    check = declared(request.function)
    if exercise is None or check is None:
        raise pytest.UsageError(f"{request.node.nodeid} asks for a check's fixtures but is none")
    return exercise, check


def _student(examination: Examination, exercise: Exercise, check: Check) -> Student:
    needs = Needs(exercise, check, graded=not isinstance(examination, OwnExamination))
    return examination.student(exercise)._begin(check, needs)


def _examination(config: pytest.Config) -> Examination:
    if EXAMINATION not in config.stash:
        config.stash[EXAMINATION] = OwnExamination(config.stash[COURSE])
    return config.stash[EXAMINATION]


# Running


def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> None:
    """Refuse a test in a check file that does not say what it checks."""
    is_check_file = _CHECK_FILE.fullmatch(Path(collector.path).stem)
    if is_check_file and name.startswith("test_") and callable(obj) and declared(obj) is None:
        raise pytest.Collector.CollectError(
            f"{name} in {collector.path.name} has no @check: say what it checks, and its points"
        )


def run_plainly(item: pytest.Item) -> bool:
    """Run a check without pytest's protocol and leave its outcome; tell whether that was done.

    Of the half millisecond that the protocol takes, a check that asks for nothing beyond its
    three fixtures needs none. One that does is left to pytest.
    """
    if not isinstance(item, pytest.Function) or (wanted := _asked_for(item)) is None:
        return False
    exercise = exercise_of(item)
    check = declared(item.function)
    if exercise is None or check is None:
        return False
    examination = _examination(item.config)
    available: dict[str, Callable[[], object]] = {
        "student": lambda: _student(examination, exercise, check),
        "reference": lambda: examination.reference(exercise),
        "probe": lambda: examination.probe(exercise, item.name),
    }

    def run() -> None:
        # A check's sums over whatever a student returned may warn; nobody can act on it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            item.obj(**{name: available[name]() for name in wanted})

    call = pytest.CallInfo.from_call(run, when="call", reraise=KeyboardInterrupt)
    _decide(item, exercise, call)
    return True


def _asked_for(item: pytest.Function) -> tuple[str, ...] | None:
    """Return the fixtures that a check asks for; None if it needs more of pytest than these."""
    if _ASKED_FOR not in item.stash:
        names = tuple(inspect.signature(item.function).parameters)
        # `request` is there because the three fixtures ask for it.
        more = not _FIXTURES.union({"request"}).issuperset(item.fixturenames)
        more |= not _FIXTURES.issuperset(names)
        more |= bool(item.own_markers) or hasattr(item, "callspec")
        item.stash[_ASKED_FOR] = None if more else names
    return item.stash[_ASKED_FOR]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give a check's report its state and, for a failure, the four lines in place of a trace."""
    exercise = exercise_of(item)
    if exercise is None:
        return (yield)
    outcome = _decide(item, exercise, call)
    if outcome is None:
        return (yield)
    fault = call.excinfo.value if call.excinfo is not None else None
    if outcome.state is State.ERROR and not isinstance(fault, KitFault):
        item.add_report_section(call.when, "nudge", _KIT_SENTENCE)
        return (yield)
    # The traceback goes through the kit's own files, which helps nobody: a report without one.
    excinfo, call.excinfo = call.excinfo, None
    report = yield
    call.excinfo = excinfo
    return _reported(report, outcome, item)


def _reported(report: pytest.TestReport, outcome: Outcome, item: pytest.Item) -> pytest.TestReport:
    report.user_properties.append(("nudge_state", outcome.state.value))
    if outcome.state is State.FAIL:
        check = declared(getattr(item, "function", None))
        assert check is not None
        assert outcome.lines is not None
        width = shutil.get_terminal_size().columns
        report.outcome = "failed"
        sentence = textwrap.fill(check.sentence, width)
        report.longrepr = f"{sentence}\n\n{outcome.lines.within(width)}\n"
    elif outcome.state is State.ERROR:
        report.outcome = "failed"
        report.longrepr = f"{_KIT_SENTENCE}:\n{outcome.note}\n"
    elif outcome.state in (State.TODO, State.BLOCKED, State.SKIPPED):
        report.outcome = "skipped"
        path, line, _ = item.location
        report.longrepr = (path, (line or 0) + 1, f"{outcome.state.value}: {outcome.note}")
    return report


def _decide(item: pytest.Item, exercise: Exercise, call: pytest.CallInfo[None]) -> Outcome | None:
    """Keep the outcome that this phase of the check decides, if any, and an error's traceback."""
    outcome = _outcome(item, exercise, call)
    if outcome is not None:
        item.stash[OUTCOME] = outcome
        if outcome.state is State.ERROR and call.excinfo is not None:
            item.stash[FAULT] = "".join(traceback.format_exception(call.excinfo.value))
    return outcome


def _outcome(item: pytest.Item, exercise: Exercise, call: pytest.CallInfo[None]) -> Outcome | None:
    """Return the outcome this phase of the check decides, or None if it decides nothing."""
    if call.excinfo is None:
        return Outcome(State.PASS) if call.when == "call" else None
    error = call.excinfo.value
    if isinstance(error, (KeyboardInterrupt, pytest.skip.Exception)):
        return None
    if isinstance(error, NotWritten):
        return _not_written(error, exercise)
    if isinstance(error, CheckFailed):
        failed = Outcome(State.FAIL, lines=error.lines, misconception=error.misconception)
        return _unless_blocked(failed, item.config, exercise)
    if isinstance(error, Skipped):
        return Outcome(State.SKIPPED, note=str(error))
    if isinstance(error, KitFault):
        return Outcome(State.ERROR, note=str(error))
    return Outcome(State.ERROR, note=f"{type(error).__name__}: {error}")


def _not_written(error: NotWritten, exercise: Exercise) -> Outcome:
    own = error.todo.startswith(f"{exercise.short} ")
    lines = Lines("", "", "", f"{error} (replace its line in exercises/)")
    return Outcome(State.TODO if own else State.BLOCKED, lines, note=str(error))


def _unless_blocked(failed: Outcome, config: pytest.Config, exercise: Exercise) -> Outcome:
    """Return BLOCKED where an earlier exercise may be to blame for a failure.

    A failure that a known mistake of this very exercise explains is this exercise's own.
    """
    examination = _examination(config)
    if failed.misconception is not None or not isinstance(examination, OwnExamination):
        return failed
    if PREREQUISITES not in config.stash:
        config.stash[PREREQUISITES] = Prerequisites(config.stash[COURSE], examination)
    wrong = config.stash[PREREQUISITES].first_wrong(exercise)
    if wrong is None:
        return failed
    return Outcome(State.BLOCKED, failed.lines, note=f"{wrong.id} is {_PREREQUISITE_SENTENCE}")


# Telling


def pytest_report_teststatus(
    report: pytest.CollectReport | pytest.TestReport,
) -> tuple[str, str, str] | None:
    """Name the states as the kit does: T for to do, B for blocked, S for skipped."""
    if not isinstance(report, pytest.TestReport) or report.when != "call":
        return None  # pytest also asks of files that could not be collected
    state = dict(report.user_properties).get("nudge_state")
    if state not in ("todo", "blocked", "skipped"):
        return None
    return str(state), str(state)[0].upper(), str(state).upper()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Answer `--hint` in place of collecting anything."""
    asked = session.config.getoption("hint", default=None)
    if asked is None:
        return None
    try:
        exercise = session.config.stash[COURSE].exercise(asked)
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
        item.stash[OUTCOME].state not in (State.PASS, State.SKIPPED)
        for item in session.items
        if OUTCOME in item.stash
    )
    if unfinished and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class _SummaryReporter:
    """Prints the line an exercise after everything else."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print an exercise's points and state a line, and what to do next."""
        config = self._session.config
        if config.option.collectonly:
            return
        examination = _examination(config)
        if not isinstance(examination, OwnExamination):
            return
        lines = list(_check_lines(self._session))
        if not lines:
            return
        terminalreporter.write_sep("-", "nudge")
        for text in summary_lines(config.stash[COURSE], lines, examination.points):
            terminalreporter.write_line(text)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Register the summary, which has to know the session's items."""
    session.config.pluginmanager.register(_SummaryReporter(session), "nudge-summary")


def _check_lines(session: pytest.Session) -> Generator[CheckLine, None, None]:
    for item in session.items:
        exercise = exercise_of(item)
        check = declared(getattr(item, "function", None))
        if exercise is not None and check is not None:
            yield CheckLine(exercise, check, item.stash.get(OUTCOME, None))
