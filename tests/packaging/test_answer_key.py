"""The recorded answer keys: as good as the solutions and the misconceptions themselves."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.calls.answer import Answer, Caller
from autograder.checking.answer_key import AnswerKey, call_digest
from autograder.checking.answers import Answers
from autograder.checking.context import PUBLIC_SEED
from autograder.checking.misconception import Wrong
from autograder.checking.outcome import CheckStatus, KitFault
from autograder.checking.own import answer_key_path
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.packaging.recording import record_answer_keys
from autograder.reference.sources import Sources
from tests.student_folder import ROOT, StudentFolder

EXERCISES = [exercise.id for exercise in load_course(ROOT).exercises]


@pytest.fixture(scope="module")
def public(unpacked: Callable[[], StudentFolder]) -> Course:
    return load_course(unpacked().root)  # a copy, since running checks compiles them


@pytest.fixture(scope="module")
def runner(public: Course) -> Iterator[CheckRunner]:
    """Return what runs the public checks."""
    yield CheckRunner(public, public.exercises)


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


class _Mistaken(ModuleContext):
    """A student with one mistake, against an answer key."""

    def __init__(self, key: AnswerKey, sources: Sources, wrong: Wrong) -> None:
        bank = sources.bank(sources.course.exercise(key.exercise))
        super().__init__(sources, PUBLIC_SEED, lambda _: bank.module(wrong))
        self._key = key

    def _answers(self, exercise: Exercise) -> Answers:
        return Answers(self._key, self._key, self._key.points)


def _names(
    name: str, public: Course, sources: Sources, runner: CheckRunner
) -> dict[str, set[str | None]]:
    """Return, by misconception, the names that the failures of a handout give it."""
    exercise = public.exercise(name)
    key = AnswerKey.read(answer_key_path(public.root, exercise))
    found = {}
    for wrong in sources.bank(exercise).wrongs:
        results = runner.run(_Mistaken(key, sources, wrong), [exercise])
        assert all(result.outcome.status is not CheckStatus.ERROR for result in results)
        found[wrong.misconception.id] = {
            result.outcome.misconception.id if result.outcome.misconception else None
            for result in results
            if result.outcome.status is CheckStatus.FAIL
        }
    return found


@pytest.mark.parametrize("name", EXERCISES)
def test_a_handout_names_every_mistake_that_its_checks_catch(
    name: str, public: Course, sources: Sources, runner: CheckRunner
) -> None:
    found = _names(name, public, sources, runner)
    assert {key: names for key, names in found.items() if names and key not in names} == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_a_handout_takes_no_mistake_for_another(
    name: str, public: Course, sources: Sources, runner: CheckRunner
) -> None:
    found = _names(name, public, sources, runner)
    assert {key: names - {key, None} for key, names in found.items() if names - {key, None}} == {}


def test_the_public_checks_of_the_dense_layer_catch_every_mistake(
    public: Course, sources: Sources, runner: CheckRunner
) -> None:
    assert all(_names("e07_dense", public, sources, runner).values())


class _Asked(ModuleContext):
    """The solutions as a student; every call's digest is kept."""

    def __init__(self, sources: Sources) -> None:
        own = ModuleSet(sources.course.root / "solutions")
        super().__init__(sources, PUBLIC_SEED, lambda exercise: own.exercise(exercise.id))
        self.digests: set[str] = set()

    def _caller(self, exercise: Exercise) -> Caller:
        caller, digests = super()._caller(exercise), self.digests

        class Noting:
            def call(self, function: str, arguments: Sequence[Any]) -> Answer:
                digests.add(call_digest(function, arguments))
                return caller.call(function, arguments)

        return Noting()


def test_no_key_answers_what_only_hidden_checks_ask(
    course: Course, public: Course, sources: Sources, runner: CheckRunner
) -> None:
    of_public, of_all = _Asked(sources), _Asked(sources)
    runner.run(of_public, public.exercises)
    CheckRunner(course, course.exercises).run(of_all, course.exercises)
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
