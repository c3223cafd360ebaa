"""Rules that hold for every exercise of the course."""

import doctest
import types
from collections import Counter

import pytest

from autograder.checking.frameworks import lacking
from autograder.checking.outcome import CONCEPTS
from autograder.course import Course, ModuleSet, load_course
from autograder.reference.hidden import hidden_lines, without_hidden
from autograder.reference.sources import Sources
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written]


@pytest.fixture(params=EXERCISES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


def test_every_check_has_a_question_for_a_hint(sources: Sources, name: str) -> None:
    checks = sources.checks(sources.course.exercise(name))
    assert [key for key, check in checks.items() if not check.hint.endswith("?")] == []


def test_every_check_is_said_in_a_sentence(sources: Sources, name: str) -> None:
    checks = sources.checks(sources.course.exercise(name))
    assert [key for key, check in checks.items() if not check.sentence.endswith(".")] == []


def test_no_two_checks_say_the_same(sources: Sources, name: str) -> None:
    sentences = [check.sentence for check in sources.checks(sources.course.exercise(name)).values()]
    assert len(set(sentences)) == len(sentences)


def test_every_misconception_asks_a_question(sources: Sources, name: str) -> None:
    wrongs = sources.bank(sources.course.exercise(name)).wrongs
    assert [w.misconception.id for w in wrongs if "?" not in w.misconception.hint] == []


def test_every_misconception_has_a_concept(sources: Sources, name: str) -> None:
    wrongs = sources.bank(sources.course.exercise(name)).wrongs
    assert {w.misconception.concept for w in wrongs} <= set(CONCEPTS)


def test_the_concepts_tell_misconceptions_apart(sources: Sources) -> None:
    banks = [sources.bank(exercise).wrongs for exercise in sources.course.written]
    held = Counter(wrong.misconception.concept for wrongs in banks for wrong in wrongs)
    assert [concept for concept in CONCEPTS if not held[concept]] == []
    assert [concept for concept, count in held.items() if count > 0.15 * held.total()] == []


def test_every_misconception_has_a_name_of_its_own(sources: Sources, name: str) -> None:
    names = [w.misconception.name for w in sources.bank(sources.course.exercise(name)).wrongs]
    assert len(set(names)) == len(names)


def test_at_least_four_mistakes_are_known(sources: Sources, name: str) -> None:
    assert len(sources.bank(sources.course.exercise(name)).wrongs) >= 4


def test_some_checks_are_hidden_and_some_are_not(sources: Sources, name: str) -> None:
    exercise = sources.course.exercise(name)
    public = without_hidden(sources.course.checks(exercise))
    checks = sources.checks(exercise)
    assert 0 < sum(f"def {key}(" in public for key in checks) < len(checks)


def test_the_hidden_markers_of_the_checks_are_paired(course: Course, name: str) -> None:
    assert hidden_lines(course.checks(course.exercise(name)))


def test_the_stub_has_a_line_to_replace_for_every_public_function(
    sources: Sources, name: str
) -> None:
    exercise = sources.course.exercise(name)
    text = sources.course.stub(exercise).read_text(encoding="utf-8")
    line = 'raise NotImplementedError("{} {}: replace this line")'
    functions = sources.public_functions(exercise)
    assert [key for key in functions if line.format(exercise.short, key) not in text] == []


def test_every_public_function_shows_an_example(sources: Sources, name: str) -> None:
    functions = sources.public_functions(sources.course.exercise(name))
    assert [key for key, found in functions.items() if ">>>" not in (found.__doc__ or "")] == []


def test_every_hint_of_the_manifest_asks_a_question(course: Course, name: str) -> None:
    assert all("?" in hint for hint in course.exercise(name).hints)


def test_the_examples_in_the_solution_are_right(course: Course, name: str) -> None:
    missing = [package for package in needed_packages(course, name) if lacking(package)]
    if missing:
        pytest.skip(f"{name} needs {' and '.join(missing)}; `make test-slow` installs them")
    module = ModuleSet(course.root / "solutions").exercise(name)
    assert _failures(module) == ""


def needed_packages(course: Course, name: str) -> set[str]:
    checks = Sources(course).checks(course.exercise(name)).values()
    return {check.package for check in checks if check.package}


def _failures(module: types.ModuleType) -> str:
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    found = doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__)
    assert any(test.examples for test in found)
    for test in found:
        runner.run(test, out=said.append)
    return "".join(said)
