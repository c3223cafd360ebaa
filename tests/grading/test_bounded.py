"""Work that a student's answer decides: it has a bound, and reaching it costs that work alone."""

import faulthandler
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checking.outcome import CheckStatus, KitFault
from autograder.course import Limits
from autograder.grading import processes as module
from autograder.grading.bounded import Journal, JournalEntry, Lost, Progress
from autograder.grading.processes import Processes
from autograder.grading.results import CheckResult, SubmissionResult, SubmissionStatus
from tests.grading.small_course import SmallCourse

Work = list[tuple[str, str]]

TWICE = "ended the process that did it, twice"
LIMITS = Limits(judging_seconds=0.2, submission_seconds=0.3)
LONG = "took more than 0.2 s of computing"


@dataclass(frozen=True)
class Odd:
    """Does named work of some kinds, and notes in a file what it begins."""

    log: Path
    most: float = 60.0

    @contextmanager
    def open(self) -> Iterator[Callable[[Work, Journal], dict[str, Any]]]:
        yield self._perform

    def lost(self, task: Work, error: KitFault) -> KitFault:
        return error

    def _perform(self, task: Work, journal: Journal) -> dict[str, Any]:
        journal.most = self.most
        results: dict[str, Any] = {}
        for name, kind in task:
            if kind == "outside":
                self._note(name)
                os.kill(os.getpid(), signal.SIGKILL)
            results[name] = journal.known(name, name)
            if results[name] is None:
                with journal.bounded(name, name, LIMITS):
                    self._note(name)
                    results[name] = self._do(kind)
                journal.finish(results[name])
        return results

    def _note(self, name: str) -> None:
        with self.log.open("a") as file:
            file.write(name)

    def _do(self, kind: str) -> str:
        faulthandler.disable()  # it would tell of each crash
        match kind:
            case "a loop":
                while True:
                    pass
            case "a product":
                square = np.ones((9_000, 9_000), dtype=np.uint8)
                square @ square
            case "a crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "one stop" if self.log.read_text().count("b") == 1:
                os.kill(os.getpid(), signal.SIGSTOP)
            case "one crash" if self.log.read_text().count("b") == 1:
                os.kill(os.getpid(), signal.SIGSEGV)
        return kind


@pytest.fixture
def odd(tmp_path: Path) -> Odd:
    return Odd(tmp_path / "log")


def done(job: Odd, *task: tuple[str, str]) -> dict[str, Any]:
    with Processes(job) as processes:
        found: dict[str, Any] = processes.result_of(list(task))
    return {name: one.why if isinstance(one, Lost) else one for name, one in found.items()}


@pytest.mark.parametrize("kind", ["a loop", "a product"])
def test_what_reaches_its_bound_is_lost_and_the_rest_goes_on(odd: Odd, kind: str) -> None:
    found = done(odd, ("a", "fine"), ("b", kind), ("c", "fine"))
    assert found == {"a": "fine", "b": LONG, "c": "fine"}
    assert odd.log.read_text() == "abc"


def test_what_ends_its_process_once_is_done_again_alone(odd: Odd) -> None:
    found = done(odd, ("a", "fine"), ("b", "one crash"), ("c", "fine"))
    assert found == {"a": "fine", "b": "one crash", "c": "fine"}
    assert odd.log.read_text() == "abbc"


def test_what_ends_its_process_twice_is_lost(odd: Odd) -> None:
    found = done(odd, ("a", "fine"), ("b", "a crash"), ("c", "fine"))
    assert found == {"a": "fine", "b": TWICE, "c": "fine"}
    assert odd.log.read_text() == "abbc"


def test_all_work_of_a_task_together_has_a_bound(tmp_path: Path) -> None:
    job = Odd(tmp_path / "log", most=0.5)
    found = done(job, *((name, "a loop") for name in "abcde"))
    assert [found["a"], found["b"]] == [LONG, LONG]
    assert {found[name] for name in "cde"} == {
        "took more than what was left of this submission's 0.5 s of computing"
    }
    assert job.log.read_text() == "abc"


def test_a_task_is_given_up_if_it_ends_two_processes_by_itself(odd: Odd) -> None:
    with Processes(odd) as processes:
        assert processes.result_of([("a", "fine")]) == {"a": "fine"}
        given_up = processes.result_of([("b", "outside"), ("a", "a loop")])
        # Neither is taken for the work of another task.
        assert processes.result_of([("a", "other")]) == {"a": "other"}
    assert isinstance(given_up, KitFault)
    assert odd.log.read_text() == "abba"


def test_a_kill_between_two_works_is_blamed_on_neither(odd: Odd) -> None:
    with Processes(odd) as processes:
        given_up = processes.result_of([("a", "fine"), ("b", "outside")])
    assert isinstance(given_up, KitFault)
    assert odd.log.read_text() == "abb"


def test_a_kill_costs_no_time_that_has_not_passed(odd: Odd) -> None:
    """However much its work might have taken."""
    entry = JournalEntry("b", "b", 50.0, time.monotonic(), math.inf, LONG, 1.0, "state")
    assignment = module._Assignment("task", "label")
    assert assignment.goes_on([entry], -9, is_at_its_bound=False)
    assert assignment.progress.settled == {}
    assert 1.0 <= assignment.progress.spent < 50.0
    assert assignment.progress.was_killed


def test_what_a_kill_may_have_cost_is_marked_so(tmp_path: Path) -> None:
    with (tmp_path / "journal").open("wb") as file:
        journal = Journal(file, Progress(spent=60.0, was_killed=True))
        journal.most = 60.0
        assert journal.known("a", "a").is_killed


def test_work_that_stops_is_ended_and_done_again(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that computes, so no timer of the kernel ends it."""
    monkeypatch.setattr(module, "_LOOK_AWAY", 0.01)
    monkeypatch.setattr("autograder.grading.bounded._TIMES_LONGER", 0.5)
    found = done(odd, ("a", "fine"), ("b", "one stop"), ("c", "fine"))
    assert found == {"a": "fine", "b": "one stop", "c": "fine"}
    assert odd.log.read_text() == "abbc"


def test_where_the_last_process_was_lost_nothing_is_left(
    odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[Path] = []
    monkeypatch.setattr(module, "sweep", swept.append)
    with Processes(odd) as processes:
        processes.result_of([("b", "outside")])
    assert len(swept) == 1


def test_an_error_of_a_task_is_raised_where_it_was_asked_for(odd: Odd) -> None:
    with Processes(odd) as processes, pytest.raises(TypeError, match="unpack") as caught:
        processes.result_of([1])
    assert "_perform" in caught.value.__notes__[0]


def test_where_the_kernel_keeps_no_bound_the_watcher_does(
    odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: what takes too long in all is ended."""
    monkeypatch.setattr(module, "TIME_IS_UP", None)
    monkeypatch.setattr(module, "_LOOK_AWAY", 0.01)
    monkeypatch.setattr("autograder.grading.bounded._TIMER", None)
    found = done(odd, ("a", "fine"), ("b", "a loop"), ("c", "fine"))
    assert found == {"a": "fine", "b": LONG, "c": "fine"}


def test_processes_without_work_end_by_themselves(
    odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    end = module._Member.end
    monkeypatch.setattr(module._Member, "end", lambda one: codes.append(end(one)))
    with Processes(odd, 2) as processes:
        for name in "ab":
            processes.submit([(name, "fine")])
        while not processes.is_idle:
            processes.finished()
    assert codes == [0, 0]


def test_no_process_is_left_whatever_it_computes(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.bounded._TIMER", None)
    others = set(module._children_of({os.getpid()}))
    with pytest.raises(KeyboardInterrupt), Processes(odd, 2) as processes:
        for kind in ("a loop", "a product"):
            processes.submit([(kind[2], kind)])
        while len(set(odd.log.read_text() if odd.log.exists() else "")) < 2:
            pass
        pids = set(module._children_of({os.getpid()})) - others
        raise KeyboardInterrupt
    assert len(pids) == 2
    assert not pids & set(module._children_of({os.getpid()}))


# In a course

SLOW_CHECK = """

@check("A product.", points=1, hint="Why?")
def test_of_a_product(student: Student) -> None:
    def holds(found):
        return bool((found @ found).any())

    expect(student.theta_size, 4, 3).satisfies(holds, "a number")
"""
LARGE = """

def theta_size(n_previous, n_this):
    import numpy as np
    return np.ones((7000, 7000), dtype=np.uint8)
"""
KILLS = "not hasattr(found, 'shape') or __import__('os').kill(__import__('os').getpid(), 9)"


@pytest.fixture
def slow(tmp_path: Path) -> SmallCourse:
    """Return a course with a check that multiplies what it gets, and two students."""
    small = SmallCourse.made_in(tmp_path)
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text() + SLOW_CHECK)
    small.edit("course.toml", "[limits]", "[limits]\njudging_seconds = 1.0")
    small.hand_in("ada")
    small.hand_in("bo", lambda name, text: text + LARGE if name == "e10_parameters" else text)
    return small


def checks(result: SubmissionResult) -> dict[str, CheckResult]:
    return {check.check: check for one in result.exercises for check in one.checks}


def test_a_check_at_its_bound_costs_itself_alone(slow: SmallCourse) -> None:
    _, bo = slow.grade().gradebook.results
    found = checks(bo)
    lines = found["test_of_a_product"].outcome.lines
    assert lines is not None
    assert lines.got == "checking this answer took more than 1 s of computing"
    wrong = {name for name, one in found.items() if one.outcome.status is CheckStatus.FAIL}
    assert {name for name in wrong if "theta" not in name} == {"test_of_a_product"}
    assert {one.outcome.status for one in found.values()} == {CheckStatus.PASS, CheckStatus.FAIL}


def test_too_little_memory_for_an_answer_costs_that_check(slow: SmallCourse) -> None:
    slow.edit("course.toml", "[limits]", "[limits]\njudging_mb = 20")
    _, bo = slow.grade().gradebook.results
    assert bo.status is SubmissionStatus.GRADED
    got = [one.outcome.lines.got for one in checks(bo).values() if one.outcome.lines]
    assert "checking this answer took more memory than there is for it" in got
    assert [one.is_right for one in bo.exercises] == [True, True, False]


def test_a_check_that_the_system_kills_twice_is_graded_again(slow: SmallCourse) -> None:
    """It does so where the machine is short of memory."""
    path = slow.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text().replace("(found @ found).any()", KILLS))
    for times in (1, 2, 3, 3):
        ada, bo = slow.grade().gradebook.results
        assert [one.under_load for one in ada.exercises] == [0, 0, 0]
        assert [one.under_load for one in bo.exercises] == [0, 0, times]
    lines = checks(bo)["test_of_a_product"].outcome.lines
    assert lines is not None
    assert lines.got == f"checking this answer {TWICE}"


def test_a_kill_in_a_check_that_may_take_long_costs_nothing(
    slow: SmallCourse, tmp_path: Path
) -> None:
    """As a check of e19, whose frameworks take the memory of a machine."""
    slow.edit("course.toml", "judging_seconds = 1.0", "judging_seconds = 60.0")
    path = slow.root / "autograder/checks/test_e10_parameters.py"
    kill = (
        "hasattr(found, 'shape') and not __import__('os').path.exists(DONE) and "
        "(open(DONE, 'w').close(), __import__('os').kill(__import__('os').getpid(), 9))"
    )
    text = path.read_text().replace("bool((found @ found).any())", f"{kill} or True")
    path.write_text(f"{text}\nDONE = {str(tmp_path / 'done')!r}\n")
    _, bo = slow.grade().gradebook.results
    assert (tmp_path / "done").exists()
    found = checks(bo)
    assert found["test_of_a_product"].outcome.status is CheckStatus.PASS
    wrong = {name for name, one in found.items() if one.outcome.status is not CheckStatus.PASS}
    assert {name for name in wrong if "theta" not in name} == set()
    assert [one.under_load for one in bo.exercises] == [0, 0, 0]


def test_the_same_is_found_when_it_is_graded_again(slow: SmallCourse, tmp_path: Path) -> None:
    def ends() -> list[dict[str, Any]]:
        return [
            {name: one.outcome for name, one in checks(result).items()}
            for result in slow.grade().gradebook.results
        ]

    first = ends()
    slow.store.unlink()
    assert ends() == first
