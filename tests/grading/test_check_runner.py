"""The checks of a course, read once and run on one submission after another."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus, KitFault
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.reference.sources import Sources

_CHECK = (
    "import pytest\nfrom autograder.checking import check\n\n\n"
    '@check("It is there.", points=1, hint="Is it?")\n'
)


@pytest.fixture(scope="module")
def runner(course: Course) -> Iterator[CheckRunner]:
    yield CheckRunner(course, course.exercises)


@pytest.fixture(scope="module")
def context_of(course: Course) -> Callable[..., ModuleContext]:
    """Return a context of the modules in a folder of the course."""
    sources = Sources(course)

    def of(folder: str) -> ModuleContext:
        modules = ModuleSet(course.root / folder)
        return ModuleContext(sources, "any", lambda exercise: modules.exercise(exercise.id))

    return of


ContextOf = Callable[..., ModuleContext]


def test_only_the_exercises_asked_for_are_checked(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    results = runner.run(context_of("solutions"), [course.exercise("e07")])
    assert {result.exercise for result in results} == {"e07_dense"}


def test_results_come_in_the_order_of_the_check_file(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    exercise = course.exercise("e07")
    results = runner.run(context_of("solutions"), [exercise])
    assert [result.check for result in results] == list(Sources(course).checks(exercise))


def test_the_points_of_an_exercise_add_up_to_those_of_the_manifest(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    results = runner.run(context_of("solutions"), course.exercises)
    assert sum(result.possible for result in results) == pytest.approx(course.points)


def test_hidden_checks_are_known_as_such(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    results = runner.run(context_of("solutions"), [course.exercise("e07")])
    hidden = {result.check for result in results if result.hidden}
    assert "test_dense_forward_of_real_digits" in hidden
    assert "test_silent_inputs_leave_the_bias" not in hidden


def test_one_run_leaves_nothing_to_the_next(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    states = []
    for folder in ("exercises", "solutions", "exercises"):
        results = runner.run(context_of(folder), [course.exercise("e12")])
        states.append({result.outcome.status for result in results})
    assert states == [{CheckStatus.TODO}, {CheckStatus.PASS}, {CheckStatus.TODO}]


def test_a_failed_check_earns_nothing(
    course: Course, runner: CheckRunner, context_of: ContextOf
) -> None:
    results = runner.run(context_of("exercises"), [course.exercise("e12")])
    assert sum(result.points for result in results) == 0


def test_a_context_that_fails_is_an_error_of_each_check(
    course: Course, runner: CheckRunner
) -> None:
    class Broken(ModuleContext):
        def student(self, exercise: Exercise) -> Student:
            raise RuntimeError("broken")

    modules = ModuleSet(course.root / "solutions")
    broken = Broken(Sources(course), "any", lambda exercise: modules.exercise(exercise.id))
    results = runner.run(broken, [course.exercise("e12")])
    assert {(result.outcome.status, result.outcome.note) for result in results} == {
        (CheckStatus.ERROR, "RuntimeError: broken")
    }


def test_grading_needs_no_pytest(course: Course) -> None:
    """A grader, its checks read and a submission graded, in a process that has no pytest."""
    program = (
        "import sys; sys.modules['pytest'] = None\n"
        "from pathlib import Path\n"
        "from autograder.course import load_course\n"
        "from autograder.grading.grader import Grader\n"
        "from autograder.grading.intake import Entry\n"
        "from autograder.grading.seed import Seed\n"
        "from tests.without_store import grade_entry\n"
        f"course = load_course(Path({str(course.root)!r}))\n"
        "exercises = [course.exercise('e12')]\n"
        "solution = course.solution(exercises[0])\n"
        "with Grader(course, exercises, Seed('any')) as grader:\n"
        "    result = grade_entry(grader, Entry.at('ada', solution))\n"
        "print(result.total)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=course.root, capture_output=True, text=True, check=True
    )
    assert float(ended.stdout) == course.exercise("e12").points


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def f(:\n", "SyntaxError"),
        ("import no_such_package\n", "no_such_package"),
        ("def test_nothing():\n    pass\n", "test_nothing in test_e12_cost.py has no @check"),
        (
            _CHECK + "def test_it(student, tmp_path): ...\n",
            "test_it in test_e12_cost.py asks for tmp_path",
        ),
        (
            _CHECK + "@pytest.mark.skip\ndef test_it(student): ...\n",
            "test_it in test_e12_cost.py has a mark of pytest",
        ),
    ],
)
def test_checks_that_cannot_be_collected_are_the_kits_fault(
    copy_course: Callable[[], Path], source: str, why: str
) -> None:
    root = copy_course()
    (root / "autograder/checks/test_e12_cost.py").write_text(source, encoding="utf-8")
    copied = load_course(root)
    with pytest.raises(KitFault, match=why):
        CheckRunner(copied, copied.exercises)


def test_two_courses_in_one_process_have_checks_of_their_own(
    course: Course, copy_course: Callable[[], Path], context_of: ContextOf
) -> None:
    root = copy_course()
    path = root / "autograder/checks/test_e12_cost.py"
    path.write_text(
        "from autograder.checking import Student, check\n\n\n"
        '@check("It is there.", points=1, hint="Is it?")\n'
        "def test_of_the_copy(student: Student) -> None: ...\n",
        encoding="utf-8",
    )
    names = []
    for each in (course, load_course(root)):
        alone = CheckRunner(each, [each.exercise("e12")])
        results = alone.run(context_of("solutions"), [each.exercise("e12")])
        names.append({result.check for result in results})
    assert "test_of_the_copy" not in names[0]
    assert names[1] == {"test_of_the_copy"}


def test_a_check_that_raises_keyboardinterrupt_is_an_error(
    copy_course: Callable[[], Path], context_of: ContextOf
) -> None:
    root = copy_course()
    path = root / "autograder/checks/test_e12_cost.py"
    path.write_text(_CHECK + "def test_it(student):\n    raise KeyboardInterrupt\n", "utf-8")
    copied = load_course(root)
    exercise = copied.exercise("e12")
    results = CheckRunner(copied, [exercise]).run(context_of("solutions"), [exercise])
    assert [result.outcome.status for result in results] == [CheckStatus.ERROR]
