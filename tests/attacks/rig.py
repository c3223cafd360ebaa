"""A course to attack: a copy with small limits, graders for its exercises, and what came out."""

import compileall
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType

from autograder.course import Course, load_course
from autograder.grading.grader import GraderSetup, GradingTask, function_names
from autograder.grading.intake import Entry, Readings, find_entries, read_submission
from autograder.grading.processes import Processes
from autograder.grading.results import (
    MOST_UNDER_LOAD,
    CheckResult,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
)
from autograder.grading.seed import Seed
from autograder.isolation import ForkServer, open_isolation
from autograder.reference.sources import Sources
from autograder.reporting.gradebook_files import gradebook_csv, gradebook_json
from autograder.reporting.pages import Pages
from tests.attacks.canaries import Canaries
from tests.attacks.registry import ROOT, Attack, attacks

__all__ = ["Rig", "checks_of", "copied_course", "hidden_words", "marks", "student_sees"]

_LIMITS = """
[limits]
cpu_seconds = 0.3
wall_seconds = 0.8
submission_seconds = 4.0
memory_mb = 256
processes = 16
output_mb = 1.0
file_mb = 1.0
open_files = 64
judging_seconds = 1.0
"""
_OF_A_SUBMISSION = b"submission_seconds = 4.0"


def copied_course(root: Path) -> Course:
    """Copy the course's own files to `root`, with limits that are quick to meet."""
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("solutions", "autograder/checks", "autograder/misconceptions", "datasets"):
        shutil.copytree(ROOT / name, root / name, ignore=skip)
    manifest = (ROOT / "course.toml").read_text(encoding="utf-8")
    head, rest = manifest.split("[limits]", 1)
    rest = rest[rest.index("[[unit]]") :].replace("judging_seconds = 20.0", "judging_seconds = 1.0")
    (root / "course.toml").write_text(f"{head}{_LIMITS}\n{rest}", encoding="utf-8")
    # Whoever grades may import the digits, and must not be taken for one who changed the folder.
    compileall.compile_dir(root, quiet=2)
    return load_course(root)


class Rig:
    """Grades one submission at a time, in the one exercise that it is about.

    Parameters
    ----------
    course : Course
        A copy that may be attacked.
    canaries : Canaries
        What must not be reached.
    """

    def __init__(self, course: Course, canaries: Canaries) -> None:
        self.course = course
        self.canaries = canaries
        self.seed = Seed(canaries.token)
        self._hidden_words = hidden_words(course)
        self._functions = function_names(Sources(course))
        self._honest: dict[tuple[str, ...], tuple[object, ...]] = {}
        self._graders: dict[tuple[str, ...], Processes] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "Rig":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def renew(self) -> None:
        """Close every grader: an attack that succeeded may have broken them."""
        self._graders.clear()
        self._stack.close()

    def grade(self, folder: Path, exercises: tuple[str, ...]) -> tuple[SubmissionResult, ...]:
        """Grade all that was handed in to `folder`."""
        with Readings("strict", self._functions) as readings:
            entries = find_entries(folder, [*self._functions], readings)
            return tuple(self._grade_entry(entry, exercises, readings) for entry in entries)

    def _grade_entry(
        self, entry: Entry, exercises: tuple[str, ...], readings: Readings
    ) -> SubmissionResult:
        if exercises not in self._graders:
            ids = tuple(self.course.exercise(name).id for name in exercises)
            graders = Processes(GraderSetup(self.course.root, ids, self.seed))
            self._graders[exercises] = self._stack.enter_context(graders)
        extras = [exercise.id for exercise in self.course.exercises if exercise.extra]
        submission = read_submission(entry, readings.exercises, readings, extras)
        found: SubmissionResult = self._graders[exercises].result_of(GradingTask(submission))
        return found

    @contextmanager
    def patient(self) -> Iterator[Course]:
        """Give a submission the time that an honest one with many mistakes may need in all.

        Processes that grade read it from the course's folder.
        """
        manifest = self.course.root / "course.toml"
        before, facts = manifest.read_bytes(), manifest.stat()
        manifest.write_bytes(before.replace(_OF_A_SUBMISSION, b"submission_seconds = 15.0"))
        try:
            yield load_course(self.course.root)
        finally:
            manifest.write_bytes(before)
            os.utime(manifest, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    def attacked(self, attack: Attack, folder: Path) -> SubmissionResult:
        """Hand in an attack and grade it."""
        attack.write(folder, self.canaries.places)
        (result,) = self.grade(folder, attack.exercises)
        return result

    def is_left_open(self, attack: Attack, folder: Path) -> bool:
        """Tell whether load may have lowered its mark in every grading, and not that of mere sleep.

        Sleep beside it tells whether this machine is busy.
        """
        (sleep,) = (one for one in attacks() if one.id == "deny/sleep")
        for number in range(MOST_UNDER_LOAD):
            again = folder / str(number)
            tried, slept = (self.attacked(one, again / one.name) for one in (attack, sleep))
            if slept.exercises[0].lost_to_load or not tried.exercises[0].lost_to_load:
                return False
        return True

    def honest(self, attack: Attack, folder: Path) -> SubmissionResult:
        """Hand in what an attack sits in, as somebody honest, and grade it."""
        (folder / "honest").mkdir(parents=True, exist_ok=True)
        for name in (attack.exercise, *attack.beside):
            source = self.course.solution(self.course.exercise(name))
            shutil.copyfile(source, folder / "honest" / f"{name}.py")
        (result,) = self.grade(folder, (attack.exercise,))
        return result

    @cached_property
    def absent(self) -> Mapping[str, str]:
        """Each layer that the graders have, with the reason why it is absent, or nothing."""
        with open_isolation("strict", self.course.limits) as isolation:
            assert isinstance(isolation, ForkServer)
            return dict(isolation.layers)

    def gradebook(self, *results: SubmissionResult) -> Gradebook:
        """Return these results as a run."""
        wanted = {exercise.exercise for result in results for exercise in result.exercises}
        return Gradebook(
            title=self.course.title,
            exercises=tuple(
                (exercise.id, exercise.title, exercise.points)
                for exercise in self.course.exercises
                if exercise.id in wanted
            ),
            results=results,
        )

    def honest_marks(self, attack: Attack) -> tuple[object, ...]:
        """Return what an honest submission has when nobody attacks."""
        handed_in = (attack.exercise, *attack.beside)
        if handed_in not in self._honest:
            course = self.course
            with (
                tempfile.TemporaryDirectory() as folder,
                Rig(course, self.canaries) as undisturbed,
            ):
                self._honest[handed_in] = marks(undisturbed.honest(attack, Path(folder)))
        return self._honest[handed_in]

    def leaked(self, result: SubmissionResult, seen: str) -> Iterator[str]:
        """Yield every canary, and what the student may not see of the secrets in `seen`."""
        gradebook = self.gradebook(result)
        everything = repr(result) + gradebook_json(gradebook) + gradebook_csv(gradebook) + seen
        if self.canaries.token in everything:
            yield "the canary's token"
        for word in self._hidden_words:
            if word in seen:
                yield word

    def left_behind(self) -> Iterator[str]:
        """Yield what sessions that have ended left in the folders of the fork servers."""
        for sessions in Path(tempfile.gettempdir()).glob("nudge-*/sessions"):
            yield from (str(path) for path in sessions.iterdir())


def student_sees(gradebook: Gradebook, result: SubmissionResult) -> str:
    """Return all that a student is shown of a run."""
    return Pages(gradebook).feedback_page(result)


def hidden_words(course: Course) -> frozenset[str]:
    """Return lines of solutions and names of hidden checks, which no student may see."""
    words: set[str] = set()
    for exercise in course.exercises:
        solution = course.solution(exercise).read_text(encoding="utf-8")
        for body in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", solution, re.DOTALL):
            words |= {line.strip() for line in body.splitlines() if len(line.strip()) > 30}
        checks = course.checks(exercise).read_text(encoding="utf-8")
        for hidden in re.findall(r"BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN", checks, re.DOTALL):
            words |= set(re.findall(r"def (test_\w+)\(", hidden))
    return frozenset(words)


def checks_of(result: SubmissionResult, exercise: str) -> tuple[CheckResult, ...]:
    """Return the checks of one exercise."""
    found: list[ExerciseResult] = [e for e in result.exercises if e.exercise == exercise]
    return found[0].checks if found else ()


def marks(result: SubmissionResult) -> tuple[object, ...]:
    """Return everything about a result but how long it took."""
    return (
        result.student,
        result.status,
        result.reason,
        result.notes,
        result.stdout,
        result.stderr,
        tuple(
            (exercise.exercise, exercise.points, exercise.supplied) for exercise in result.exercises
        ),
        tuple(
            (check.exercise, check.check, check.points, check.outcome)
            for exercise in result.exercises
            for check in exercise.checks
        ),
    )
