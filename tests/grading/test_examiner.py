"""One collection of the checks, and examination after examination."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import KitFault, State
from autograder.checking.sources import Sources
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.examiner import Examiner
from autograder.grading.selftest import ModuleExamination


@pytest.fixture(scope="module")
def examiner(course: Course) -> Iterator[Examiner]:
    with Examiner(course, course.exercises) as running:
        yield running


@pytest.fixture(scope="module")
def examination(course: Course) -> Callable[..., ModuleExamination]:
    """Return what examines the modules of a folder of the course."""
    sources = Sources(course)

    def of(folder: str) -> ModuleExamination:
        modules = ModuleSet(course.root / folder)
        return ModuleExamination(sources, "any", lambda exercise: modules.exercise(exercise.id))

    return of


Examination = Callable[..., ModuleExamination]


def test_only_the_exercises_asked_for_are_examined(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    results = examiner.examine(examination("solutions"), [course.exercise("e07")])
    assert {result.exercise for result in results} == {"e07_dense"}


def test_results_come_in_the_order_of_the_check_file(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    exercise = course.exercise("e07")
    results = examiner.examine(examination("solutions"), [exercise])
    assert [result.check for result in results] == list(Sources(course).checks(exercise))


def test_the_points_of_an_exercise_add_up_to_those_of_the_manifest(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    results = examiner.examine(examination("solutions"), course.exercises)
    assert sum(result.possible for result in results) == pytest.approx(course.points)


def test_hidden_checks_are_known_as_such(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    results = examiner.examine(examination("solutions"), [course.exercise("e07")])
    hidden = {result.check for result in results if result.hidden}
    assert "test_dense_forward_of_real_digits" in hidden
    assert "test_silent_inputs_leave_the_bias" not in hidden


def test_one_examination_leaves_nothing_to_the_next(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    states = []
    for folder in ("exercises", "solutions", "exercises"):
        results = examiner.examine(examination(folder), [course.exercise("e12")])
        states.append({result.outcome.state for result in results})
    assert states == [{State.TODO}, {State.PASS}, {State.TODO}]


def test_a_failed_check_earns_nothing(
    course: Course, examiner: Examiner, examination: Examination
) -> None:
    results = examiner.examine(examination("exercises"), [course.exercise("e12")])
    assert sum(result.points for result in results) == 0


def test_an_examination_that_fails_itself_is_an_error_of_each_check(
    course: Course, examiner: Examiner
) -> None:
    class Broken(ModuleExamination):
        def student(self, exercise: Exercise) -> Student:
            raise RuntimeError("broken")

    modules = ModuleSet(course.root / "solutions")
    broken = Broken(Sources(course), "any", lambda exercise: modules.exercise(exercise.id))
    results = examiner.examine(broken, [course.exercise("e12")])
    assert {(result.outcome.state, result.outcome.note) for result in results} == {
        (State.ERROR, "RuntimeError: broken")
    }


def test_options_that_somebody_keeps_for_pytest_change_no_grading(
    course: Course, examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k silent_inputs --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    exercise = course.exercise("e07")
    with Examiner(course, [exercise]) as alone:
        results = alone.examine(examination("solutions"), [exercise])
    assert len(results) == len(Sources(course).checks(exercise))


def test_the_environment_is_left_as_it_was(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-q")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    with Examiner(course, [course.exercise("e12")]):
        pass
    names = ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    assert [os.environ.get(name) for name in names] == ["-q", None]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def f(:\n", "SyntaxError"),
        ("import no_such_package\n", "no_such_package"),
        ("def test_nothing():\n    pass\n", "test_nothing in test_e12_cost.py has no @check"),
    ],
)
def test_checks_that_cannot_be_collected_are_the_kits_fault(
    copy_course: Callable[[], Path], source: str, why: str
) -> None:
    root = copy_course()
    (root / "autograder/checks/test_e12_cost.py").write_text(source, encoding="utf-8")
    copied = load_course(root)
    with pytest.raises(KitFault, match=why), Examiner(copied, copied.exercises):
        pass


def test_an_examiner_that_is_done_says_so(course: Course, examination: Examination) -> None:
    exercise = course.exercise("e12")
    with Examiner(course, [exercise]) as done:
        pass
    with pytest.raises(KitFault, match="could not be run"):
        done.examine(examination("solutions"), [exercise])


def test_two_courses_in_one_process_have_checks_of_their_own(
    course: Course, copy_course: Callable[[], Path], examination: Examination
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
        with Examiner(each, [each.exercise("e12")]) as alone:
            results = alone.examine(examination("solutions"), [each.exercise("e12")])
        names.append({result.check for result in results})
    assert "test_of_the_copy" not in names[0]
    assert names[1] == {"test_of_the_copy"}
