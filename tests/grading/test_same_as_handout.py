"""A student's own pytest and the grading agree: the same states, check by check."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.calls.answer import Caller
from autograder.checking.context import PUBLIC_SEED, CheckContext
from autograder.checking.frameworks import lacking
from autograder.checking.probe import Probe
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.grading.intake import Entry, Readings, find_entries, read_submission
from autograder.isolation import Isolation, Session, open_isolation
from autograder.reference.sources import Sources
from tests.student_folder import ROOT

CLASS = ROOT / "examples" / "class"
IDS = [exercise.id for exercise in load_course(ROOT).written]
ALTERNATIVES = sorted((ROOT / "tests" / "alternatives").glob("*/*.py"))
ENTRIES = find_entries(CLASS, IDS, Readings("strict", {}))

# Code that never ends, or ends its process, stops this process too, where nothing isolates it.
NOT_HERE = {("kwame", "e10_parameters"), ("leila", "e12_cost")}


class SessionContext(CheckContext):
    """A submission behind the wire, with the inputs that a handout has."""

    def __init__(self, sources: Sources, session: Session) -> None:
        super().__init__(sources.answers)
        self._session = session

    def probe(self, exercise: Exercise, check: str) -> Probe:
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")

    def _caller(self, exercise: Exercise) -> Caller:
        return self._session.caller(f"exercises.{exercise.id}")


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


@pytest.fixture(scope="module")
def runner(course: Course) -> Iterator[CheckRunner]:
    yield CheckRunner(course, course.written)


@pytest.fixture(scope="module")
def isolation(course: Course) -> Iterator[Isolation]:
    found = open_isolation("strict", course.limits)
    with found:
        yield found


class Both:
    """States of one submission's public checks, in this process and through a worker."""

    def __init__(self, sources: Sources, runner: CheckRunner, isolation: Isolation) -> None:
        self._sources = sources
        self._runner = runner
        self._isolation = isolation

    def behind(self, isolation: Isolation) -> "Both":
        """Return the same with another isolation."""
        return Both(self._sources, self._runner, isolation)

    def states(
        self, folder: Path, modules: Mapping[str, bytes], exercises: list[Exercise]
    ) -> tuple[dict[str, str], dict[str, str]]:
        for name, source in modules.items():
            (folder / f"{name.removeprefix('exercises.')}.py").write_bytes(source)
        own = ModuleSet(folder)
        here = ModuleContext(self._sources, PUBLIC_SEED, lambda exercise: own.exercise(exercise.id))
        in_process = self._examined(here, exercises)
        packages = {f"exercises.{exercise.id}": exercise.packages for exercise in exercises}
        with self._isolation.open(modules, packages=packages) as session:
            there = SessionContext(self._sources, session)
            return in_process, self._examined(there, exercises)

    def _examined(self, context: CheckContext, exercises: list[Exercise]) -> dict[str, str]:
        return {
            f"{result.exercise} {result.check}": result.outcome.status.value
            for result in self._runner.run(context, exercises)
            if not result.hidden
        }


@pytest.fixture
def both(sources: Sources, runner: CheckRunner, isolation: Isolation) -> Both:
    return Both(sources, runner, isolation)


@pytest.mark.parametrize("path", ALTERNATIVES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_alternative_passes_here_and_there(
    both: Both, course: Course, tmp_path: Path, path: Path
) -> None:
    exercise = course.exercise(path.parent.name)
    if missing := [package for package in needed_packages(course, exercise) if lacking(package)]:
        pytest.skip(f"{exercise.id} needs {' and '.join(missing)}; `make test-slow` installs them")
    modules = {
        f"exercises.{other.id}": course.solution(other).read_bytes() for other in course.written
    }
    modules[f"exercises.{exercise.id}"] = path.read_bytes()
    if exercise.packages:
        packages = tuple(package for package in exercise.packages if not lacking(package))
        with open_isolation("strict", course.limits, packages) as frameworks:
            here, there = both.behind(frameworks).states(tmp_path, modules, [exercise])
    else:
        here, there = both.states(tmp_path, modules, [exercise])
    assert here == there
    assert set(here.values()) == {"pass"}


def needed_packages(course: Course, exercise: Exercise) -> set[str]:
    checks = Sources(course).checks(exercise).values()
    return {check.package for check in checks if check.package}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.student)
def test_an_example_ends_the_same_here_and_there(
    both: Both, sources: Sources, course: Course, tmp_path: Path, entry: Entry
) -> None:
    functions = {
        exercise.id: tuple(sources.public_functions(exercise)) for exercise in course.written
    }
    with Readings("strict", functions) as readings:
        submission = read_submission(entry, functions, readings)
    exercises = [
        exercise for exercise in course.written if (entry.student, exercise.id) not in NOT_HERE
    ]
    here, there = both.states(tmp_path, submission.modules, exercises)
    assert here == there


@pytest.mark.parametrize("name", ["scipy", "pytest", "rich", "autograder"])
def test_a_package_that_grading_lacks_is_refused_here_too(
    both: Both, course: Course, tmp_path: Path, name: str
) -> None:
    exercise = course.exercise("e04_sigmoid")
    source = f"import {name}\n".encode() + course.solution(exercise).read_bytes()
    here, there = both.states(tmp_path, {"exercises.e04_sigmoid": source}, [exercise])
    assert here == there
    assert set(here.values()) == {"fail"}
