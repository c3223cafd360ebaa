"""One pytest session that collects the checks once and then examines submission after submission.

pytest gives up control only when it is done, so it runs in a thread of its own and takes
examinations from a queue: collecting costs half a second, running the checks again a few
milliseconds.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from autograder.checking import plugin as check_plugin
from autograder.checking.check import Check, declared
from autograder.checking.examination import Examination
from autograder.checking.hidden import hidden_lines
from autograder.checking.outcome import KitFault, Outcome, State
from autograder.checking.quiet_pytest import run_checks
from autograder.course import Course, Exercise
from autograder.grading.results import CheckResult

__all__ = ["Examiner"]


@dataclass(frozen=True)
class _Known:
    """What does not change about a check from submission to submission."""

    exercise: str
    name: str
    sentence: str
    hidden: bool
    possible: float


@dataclass(frozen=True)
class _Job:
    """One submission to examine, in some of the exercises."""

    examination: Examination
    exercises: frozenset[str]
    before_hidden: Callable[[], None]


class Examiner:
    """Runs the checks of a course on one examination at a time.

    Parameters
    ----------
    course : Course
        Whose checks to collect.
    exercises : sequence of Exercise
        The exercises wanted.

    Raises
    ------
    KitFault
        If the checks cannot be collected.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise]) -> None:
        self._session = _CheckSession(course, exercises)
        self._thread = threading.Thread(target=self._session.run, name="examiner", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._session.take()  # the collection's own result
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.jobs.put(None)
        self._thread.join()

    def examine(
        self,
        examination: Examination,
        exercises: Sequence[Exercise],
        before_hidden: Callable[[], None] = lambda: None,
    ) -> tuple[CheckResult, ...]:
        """Run the checks of `exercises` and return how each ended, in course order.

        All public checks run first, so that nothing a student's code saw in a hidden one can
        show in a public one.

        Parameters
        ----------
        examination : Examination
            Who is examined.
        exercises : sequence of Exercise
            In what.
        before_hidden : callable
            Told when the hidden checks begin.

        Raises
        ------
        KitFault
            If the session itself has ended.
        """
        wanted = frozenset(exercise.id for exercise in exercises)
        self._session.jobs.put(_Job(examination, wanted, before_hidden))
        return self._session.take()


class _CheckSession:
    """The pytest side: a plugin whose run loop waits for jobs."""

    def __init__(self, course: Course, exercises: Sequence[Exercise]) -> None:
        self.jobs: queue.Queue[_Job | None] = queue.Queue()
        self._answers: queue.Queue[tuple[CheckResult, ...] | Exception] = queue.Queue()
        self._course = course
        self._exercises = exercises
        self._known: dict[pytest.Item, _Known] = {}

    def take(self) -> tuple[CheckResult, ...]:
        """Wait for the next answer of the session."""
        answer = self._answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def run(self) -> None:
        """Collect, then serve jobs until there are no more; the thread's body."""
        try:
            code = run_checks(self._course, self._exercises, self)
            self._answers.put(KitFault(f"the checks could not be run (pytest ended with {code})"))
        except BaseException as error:
            self._answers.put(KitFault(f"the checks could not be run: {error!r}"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[check_plugin.COURSE] = self._course

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._answers.put(KitFault(f"{report.nodeid} cannot be read:\n{report.longreprtext}"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            return True
        self._learn(session.items)
        self._answers.put(())
        while (job := self.jobs.get()) is not None:
            try:
                self._answers.put(self._examined(session, job))
            except Exception as error:
                self._answers.put(error)
            except BaseException as error:
                # Ctrl-C goes to another thread: it is a check of the course that raises this, and
                # with the session every submission that follows would wait for ever.
                self._answers.put(KitFault(f"a check ended in {error!r}"))
        return True

    def _learn(self, items: Sequence[pytest.Item]) -> None:
        """Note what stays: whose each check is, whether it is hidden, its share of the points."""
        hidden: dict[str, frozenset[int]] = {}
        possible: dict[str, float] = {}
        for item in items:
            exercise, check = _declared(item)
            if exercise.id not in hidden:
                hidden[exercise.id] = hidden_lines(Path(item.path))
            possible[exercise.id] = possible.get(exercise.id, 0.0) + check.points
        for item in items:
            exercise, check = _declared(item)
            line = item.function.__code__.co_firstlineno  # type: ignore[attr-defined]
            self._known[item] = _Known(
                exercise=exercise.id,
                name=item.name,
                sentence=check.sentence,
                hidden=line in hidden[exercise.id],
                possible=exercise.points * check.points / possible[exercise.id],
            )

    def _examined(self, session: pytest.Session, job: _Job) -> tuple[CheckResult, ...]:
        session.config.stash[check_plugin.EXAMINATION] = job.examination
        wanted = [item for item, known in self._known.items() if known.exercise in job.exercises]
        items = sorted(wanted, key=lambda item: self._known[item].hidden)
        results: dict[pytest.Item, CheckResult] = {}
        told = False
        for item, following in zip(items, [*items[1:], None], strict=True):
            if self._known[item].hidden and not told:
                job.before_hidden()
                told = True
            _forget(item)
            begun = time.perf_counter()
            if not check_plugin.run_plainly(item):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            results[item] = self._result(item, time.perf_counter() - begun)
        return tuple(results[item] for item in wanted)

    def _result(self, item: pytest.Item, seconds: float) -> CheckResult:
        known = self._known[item]
        outcome = item.stash.get(
            check_plugin.OUTCOME, Outcome(State.ERROR, note="the check ended without an outcome")
        )
        return CheckResult(
            exercise=known.exercise,
            check=known.name,
            sentence=known.sentence,
            hidden=known.hidden,
            possible=known.possible,
            outcome=outcome,
            seconds=seconds,
            trace=item.stash.get(check_plugin.FAULT, ""),
        )


def _forget(item: pytest.Item) -> None:
    """Drop what the examination before left on a check."""
    item.stash.setdefault(check_plugin.OUTCOME, Outcome(State.ERROR))
    del item.stash[check_plugin.OUTCOME]
    item.stash[check_plugin.FAULT] = ""


def _declared(item: pytest.Item) -> tuple[Exercise, Check]:
    exercise = check_plugin.exercise_of(item)
    check = declared(getattr(item, "function", None))
    if exercise is None or check is None:
        raise KitFault(f"{item.nodeid} is not a check of the course")
    return exercise, check
