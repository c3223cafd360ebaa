"""The one way to run a check: every end of it is an outcome."""

import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checking import Student, check, expect
from autograder.checking.answers import Reference
from autograder.checking.check import CourseCheck, checks_in, declared
from autograder.checking.outcome import CheckStatus, KitFault, Outcome, Skipped
from autograder.checking.own import OwnContext
from autograder.checking.probe import Probe
from autograder.checking.run import run_checks
from autograder.course import Course, Exercise
from autograder.reference.sources import Sources
from tests.checking.stand_ins import student


class Context(OwnContext):
    """A context whose student is made of functions; `wrong` is blocking."""

    def __init__(self, course: Course, made: Student, wrong: Exercise | None = None) -> None:
        super().__init__(course, Sources(course).answers)
        self._made = made
        self._wrong = wrong

    def student(self, exercise: Exercise) -> Student:
        return self._made

    def blocked_by(self, exercise: Exercise) -> Exercise | None:
        return self._wrong


Run = Callable[..., Outcome]


@pytest.fixture
def run(course: Course) -> Run:
    """Return what runs a function as a check of e07 on a student made of functions."""

    def ran(body: Callable[..., Any], wrong: Exercise | None = None, **functions: Any) -> Outcome:
        made = check("It is right.", points=1, hint="Is it?")(body)
        one = CourseCheck(course.exercise("e07"), "test_it", declared(made), made)  # type: ignore[arg-type]
        answers = {"right": {"f": lambda x: x + 1}}
        context = Context(course, student(**answers, **functions), wrong)
        [outcome] = run_checks([one], context).values()
        return outcome

    return ran


def asks_one(student: Student) -> None:
    expect(student.f, 1).equals(2)


def test_a_check_that_holds_passes(run: Run) -> None:
    assert run(asks_one, f=lambda x: x + 1) == Outcome(CheckStatus.PASS)


def test_a_wrong_answer_fails_with_four_lines(run: Run) -> None:
    outcome = run(asks_one, f=lambda x: x)
    assert outcome.status is CheckStatus.FAIL
    assert outcome.lines is not None
    assert (outcome.lines.expected, outcome.lines.got) == ("2", "1")


def test_a_stub_is_to_write(run: Run) -> None:
    def f(x: int) -> int:
        raise NotImplementedError("e07 f: replace this line")

    outcome = run(asks_one, f=f)
    assert (outcome.status, outcome.note) == (CheckStatus.TODO, "e07 f is not written yet")


def test_a_stub_of_an_earlier_exercise_blocks(run: Run) -> None:
    def f(x: int) -> int:
        raise NotImplementedError("e04 sigmoid: replace this line")

    outcome = run(asks_one, f=f)
    assert (outcome.status, outcome.note) == (CheckStatus.BLOCKED, "e04 sigmoid is not written yet")


def test_a_failure_is_blocked_by_a_wrong_earlier_exercise(run: Run, course: Course) -> None:
    outcome = run(asks_one, wrong=course.exercise("e04"), f=lambda x: x)
    assert outcome.status is CheckStatus.BLOCKED
    assert outcome.note.startswith("e04_sigmoid is not right yet")
    assert outcome.lines is not None


def test_a_missing_package_skips(run: Run) -> None:
    def body(student: Student) -> None:
        raise Skipped("no torch")

    assert run(body) == Outcome(CheckStatus.SKIPPED, note="no torch")


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (RuntimeError("broken"), "RuntimeError: broken"),
        (KitFault("no key"), "no key"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt: "),
        (GeneratorExit(), "GeneratorExit: "),
    ],
)
def test_an_error_of_the_check_is_the_kits(run: Run, error: BaseException, note: str) -> None:
    def body(student: Student) -> None:
        raise error

    outcome = run(body)
    assert (outcome.status, outcome.note) == (CheckStatus.ERROR, note)
    assert type(error).__name__ in outcome.trace


def test_a_check_that_returns_something_is_an_error(run: Run) -> None:
    def body(student: Student) -> bool:
        return False

    outcome = run(body)
    assert (outcome.status, outcome.note) == (
        CheckStatus.ERROR,
        "test_it returned False; a check asserts by `expect`",
    )


def test_ctrl_c_ends_the_run_and_not_the_check(run: Run) -> None:
    def body(student: Student) -> None:
        signal.raise_signal(signal.SIGINT)
        for _ in range(1000):  # the interpreter looks for signals as it goes round
            pass

    # Where a shell started this in the background, SIGINT is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(body)
    finally:
        signal.signal(signal.SIGINT, before)


def test_warnings_of_a_check_are_nobodys(run: Run) -> None:
    def body(student: Student) -> None:
        np.exp(np.array(1000.0))
        warnings.warn("look out", stacklevel=1)

    assert run(body).status is CheckStatus.PASS


def test_a_check_gets_what_it_asks_for(run: Run) -> None:
    given: list[object] = []

    def body(probe: Probe, reference: Reference) -> None:
        given.extend((probe, reference))

    assert run(body).status is CheckStatus.PASS
    assert [type(one) for one in given] == [Probe, Reference]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def test_it(student, tmp_path): ...", "asks for tmp_path"),
        ("def test_it(student, *more): ...", "asks for more"),
        ("@pytest.mark.parametrize('probe', [1])\ndef test_it(probe): ...", "has a mark of pytest"),
        ("async def test_it(student): ...", "does not run when it is called"),
        ("def test_it(student):\n    yield 1", "does not run when it is called"),
        ("async def test_it(student):\n    yield 1", "does not run when it is called"),
        ("def test_it(student): ...\npytestmark = pytest.mark.skip", "has a mark of pytest"),
    ],
)
def test_a_check_that_asks_for_more_is_refused(course: Course, source: str, why: str) -> None:
    names: dict[str, Any] = {"check": check, "pytest": pytest}
    exec(f"@check('It is.', points=1, hint='Is it?')\n{source}", names)
    with pytest.raises(KitFault, match=why):
        checks_in(course.exercise("e07"), names)


@pytest.mark.process
def test_grading_lists_no_folder_above_the_course(course: Course) -> None:
    """Folders above a course may be large, or closed to the grader."""
    program = (
        "import json, os, sys, tempfile\n"
        "from pathlib import Path\n"
        "listed = set()\n"
        "def hook(event, arguments):\n"
        "    if event in ('os.listdir', 'os.scandir') and isinstance(arguments[0], str):\n"
        "        listed.add(os.path.realpath(arguments[0]))\n"
        "from autograder.course import load_course\n"
        "from autograder.grading.grader import Grader\n"
        "from autograder.grading.intake import Entry\n"
        "from autograder.grading.seed import Seed\n"
        "from tests.without_store import grade_entry\n"
        f"course = load_course(Path({str(course.root)!r}))\n"
        "sys.addaudithook(hook)\n"
        "exercises = [course.exercise('e12')]\n"
        "with Grader(course, exercises, Seed('any')) as grader:\n"
        "    grade_entry(grader, Entry.at('ada', course.solution(exercises[0])))\n"
        "listed.discard(os.path.realpath(tempfile.gettempdir()))\n"
        "print(json.dumps(sorted(listed & {str(one) for one in course.root.parents})))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=course.root, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


def test_too_little_memory_is_a_failure_if_answers_are_large(run: Run) -> None:
    def takes_much(student: Student) -> None:
        student.f(1)
        raise MemoryError

    assert run(takes_much, f=lambda _: np.zeros(200_000)).status is CheckStatus.FAIL
    assert run(takes_much, f=lambda _: np.zeros(2)).status is CheckStatus.ERROR
