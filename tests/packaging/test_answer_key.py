"""The recorded answer keys: as good as the solutions and the misconceptions themselves."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.checking.answer_key import AnswerKey
from autograder.checking.calls import Answer
from autograder.checking.digest import call_digest
from autograder.checking.examination import PUBLIC_SEED, answer_key_path
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Wrong
from autograder.checking.outcome import KitFault, State
from autograder.checking.probe import Probe
from autograder.checking.reference import Reference
from autograder.checking.sources import Sources
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.examiner import Examiner
from autograder.packaging.answer_key import record_answer_keys
from tests.student_folder import ROOT, StudentFolder

EXERCISES = [exercise.id for exercise in load_course(ROOT).exercises]


@pytest.fixture(scope="module")
def public(unpacked: Callable[[], StudentFolder]) -> Course:
    return load_course(unpacked().root)  # a copy, since running checks compiles them


@pytest.fixture(scope="module")
def examiner(public: Course) -> Iterator[Examiner]:
    """Return an examiner of the public checks."""
    with Examiner(public, public.exercises) as running:
        yield running


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


class _Mistaken:
    """A student with one mistake, against an answer key."""

    def __init__(self, key: AnswerKey, sources: Sources, wrong: Wrong) -> None:
        self._key = key
        bank = sources.bank(sources.course.exercise(key.exercise))
        caller = InProcessCaller(f"{key.exercise}.py", lambda: bank.module(wrong))
        self._student = Student(caller, key, key)

    def student(self, exercise: Exercise) -> Student:
        return self._student

    def reference(self, exercise: Exercise) -> Reference:
        return Reference(self._key)

    def probe(self, exercise: Exercise, check: str) -> Probe:
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")


def _names(
    name: str, public: Course, sources: Sources, examiner: Examiner
) -> dict[str, set[str | None]]:
    """Return, by misconception, the names that the failures of a handout give it."""
    exercise = public.exercise(name)
    key = AnswerKey.read(answer_key_path(public.root, exercise))
    found = {}
    for wrong in sources.bank(exercise).wrongs:
        results = examiner.examine(_Mistaken(key, sources, wrong), [exercise])
        assert all(result.outcome.state is not State.ERROR for result in results)
        found[wrong.misconception.id] = {
            result.outcome.misconception.id if result.outcome.misconception else None
            for result in results
            if result.outcome.state is State.FAIL
        }
    return found


@pytest.mark.parametrize("name", EXERCISES)
def test_a_handout_names_every_mistake_that_its_checks_catch(
    name: str, public: Course, sources: Sources, examiner: Examiner
) -> None:
    found = _names(name, public, sources, examiner)
    assert {key: names for key, names in found.items() if names and key not in names} == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_a_handout_takes_no_mistake_for_another(
    name: str, public: Course, sources: Sources, examiner: Examiner
) -> None:
    found = _names(name, public, sources, examiner)
    assert {key: names - {key, None} for key, names in found.items() if names - {key, None}} == {}


def test_the_public_checks_of_the_dense_layer_catch_every_mistake(
    public: Course, sources: Sources, examiner: Examiner
) -> None:
    assert all(_names("e07_dense", public, sources, examiner).values())


class _Asked:
    """The solutions in the student's place; every call's digest is kept."""

    def __init__(self, sources: Sources) -> None:
        self.digests: set[str] = set()
        self._sources = sources

    def student(self, exercise: Exercise) -> Student:
        reference = self._sources.reference(exercise)
        own = ModuleSet(self._sources.course.root / "solutions")
        caller = InProcessCaller(f"{exercise.id}.py", lambda: own.exercise(exercise.id))
        asked = self

        class Noting:
            def call(self, function: str, arguments: Sequence[Any]) -> Answer:
                asked.digests.add(call_digest(function, arguments))
                return caller.call(function, arguments)

        return Student(Noting(), self._sources.bank(exercise), reference)

    def reference(self, exercise: Exercise) -> Reference:
        return Reference(self._sources.reference(exercise))

    def probe(self, exercise: Exercise, check: str) -> Probe:
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")


def test_no_key_answers_what_only_hidden_checks_ask(
    course: Course, public: Course, sources: Sources, examiner: Examiner
) -> None:
    of_public, of_all = _Asked(sources), _Asked(sources)
    examiner.examine(of_public, public.exercises)
    with Examiner(course, course.exercises) as whole:
        whole.examine(of_all, course.exercises)
    hidden = of_all.digests - of_public.digests
    keys = [AnswerKey.read(answer_key_path(public.root, item)) for item in public.exercises]
    assert hidden
    assert hidden & {digest for key in keys for digest in key.calls} == set()


def test_two_recordings_are_the_same(course: Course, public: Course) -> None:
    recorded = record_answer_keys(course, public)
    assert recorded == {
        exercise.id: answer_key_path(public.root, exercise).read_text(encoding="utf-8")
        for exercise in public.exercises
    }


def test_a_solution_that_fails_a_public_check_is_the_kits_fault(
    copy_course: Callable[[], Path],
) -> None:
    root = copy_course()
    path = root / "solutions" / "e12_cost.py"
    path.write_text(path.read_text("utf-8") + "\n\ndef cost(A, Y):\n    return 7.0\n", "utf-8")
    copied = load_course(root)
    with pytest.raises(KitFault, match=r"the solution of e12_cost fails test_\w+"):
        record_answer_keys(copied, copied)
