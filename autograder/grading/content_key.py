"""The content that a mark rests on, as a key: equal keys mean that grading again finds the same.

A key is made from contents and settings alone. So a file that was touched but not changed costs
nothing, and a change that is taken back finds its old results.
"""

import hashlib
import json
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from autograder.checking.frameworks import version
from autograder.course import Course, Exercise, UserError
from autograder.grading.grader import GraderSetup
from autograder.grading.intake import Submission

__all__ = [
    "EXERCISE",
    "LOAD",
    "SEED",
    "CourseContent",
    "Parts",
    "SubmissionContent",
    "changed_parts",
    "key_of",
    "submission_digest",
    "under_load",
]

Parts = dict[str, str]
"""All that one mark rests on: the name of each part, and its digest or value."""

EXERCISE: Final = "exercise"
SEED: Final = "the seed"
LOAD: Final = "gradings under load"

_ENGINE = Path(__file__).resolve().parents[1]
_ENGINE_LAYERS = ("calls", "course", "checking", "reference", "worker", "isolation", "grading")
_TOGETHER = "all other marks of this submission, whose time ran out,"
_SUBMITTED = "the submission's "
_EXERCISE_NAME = re.compile(rb"\be\d\d_[a-z][a-z0-9_]*")
_DIGITS = re.compile(rb"\bdatasets\b")


class CourseContent:
    """The files and settings of one run, read once.

    Parameters
    ----------
    course : Course
        The course.
    setup : GraderSetup
        The exercises and the settings of the graders; each setting is a part of every key.
    """

    def __init__(self, course: Course, setup: GraderSetup) -> None:
        self._course = course
        self._graded = setup.exercises
        self._files: dict[Path, tuple[tuple[int, int] | None, bytes]] = {}
        common = self._common(setup)
        exercises = map(course.exercise, setup.exercises)
        self._course_parts = {item.id: self._of_exercise(item) | common for item in exercises}

    def of(self, submission: Submission) -> "SubmissionContent":
        """Return the content that the marks of one submission rest on."""
        modules = _digests(submission)
        # All modules: any of them may import any other.
        own = {"student": submission.student}
        own |= {f"{_SUBMITTED}{name}": digest for name, digest in modules.items()}
        parts = {exercise: own | common for exercise, common in self._course_parts.items()}
        return SubmissionContent(submission_digest(submission, modules), parts)

    def require_unchanged(self) -> None:
        """Make sure that the files that were used in grading are those that the keys describe.

        Raises
        ------
        UserError
            If a file of the course was changed since this object read it.
        """
        for path, (state, _) in self._files.items():
            if _state(path) != state:
                raise UserError(
                    f"{path} was changed while submissions were being graded; the marks up to "
                    "then are stored, give the same command again for the rest"
                )

    def _common(self, setup: GraderSetup) -> dict[str, str]:
        engine = hashlib.sha256()
        for layer in _ENGINE_LAYERS:
            for path in sorted((_ENGINE / layer).rglob("*.py")):
                engine.update(f"{path.relative_to(_ENGINE)}\0{self._of_file(path)}\n".encode())
        settings = {
            f"setting {field.name}": str(getattr(setup, field.name))
            for field in fields(setup)
            if field.name not in ("root", "exercises", "seed")
        }
        return {
            "the engine": engine.hexdigest(),
            SEED: setup.seed.fingerprint,
            "the course's limits": json.dumps(asdict(self._course.limits)),
            "numpy": np.__version__,
            "python": platform.python_version(),
            "the machine": platform.machine(),
            **settings,
        }

    def _of_exercise(self, exercise: Exercise) -> dict[str, str]:
        """Return the parts that come from the course: not titles, goals or points."""
        course = self._course
        needed = course.needed_by(exercise)
        graded = [other.id for other in needed if other.id in self._graded]
        files = [course.misconceptions(exercise)]
        for other in (exercise, *needed):
            files += [course.checks(other), course.solution(other)]
        files += _helpers(course)
        return {
            EXERCISE: exercise.id,
            f"needs of {exercise.id}": " ".join(other.id for other in needed),
            f"limits of {exercise.id}": json.dumps(asdict(exercise.limits)),
            # With `--only`, an exercise that is not graded counts as wrong and is supplied.
            f"graded with {exercise.id}": " ".join(graded),
            # A mark that was skipped is graded when the missing package is there.
            **{f"the package {name}": version(name) or "absent" for name in exercise.packages},
            **({"an extra": "yes"} if exercise.extra else {}),
            **{
                f"classes of {other.id}": json.dumps(dict(other.classes))
                for other in needed
                if other.classes
            },
            **{
                path.relative_to(course.root).as_posix(): self._of_file(path)
                for path in self._with_imports(files)
            },
        }

    def _with_imports(self, files: Sequence[Path]) -> tuple[Path, ...]:
        """Return `files`, the solutions that they mention, and the digits if they use them."""
        known = {exercise.id: self._course.solution(exercise) for exercise in self._course.written}
        found: set[Path] = set()
        waiting = list(files)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found.add(path)
            source = self._source(path)
            names = {name.decode() for name in _EXERCISE_NAME.findall(source)}
            waiting += [known[name] for name in sorted(names & known.keys())]
            if _DIGITS.search(source):
                digits = self._course.root / "datasets"
                there = (path for path in digits.rglob("*.*") if path.suffix != ".pyc")
                found.update(path for path in there if path.is_file())
        return tuple(sorted(found))

    def _of_file(self, path: Path) -> str:
        return _digest(self._source(path))

    def _source(self, path: Path) -> bytes:
        if path not in self._files:
            self._files[path] = (_state(path), path.read_bytes())
        return self._files[path][1]


@dataclass(frozen=True)
class SubmissionContent:
    """The content of one submission and of all that its marks rest on.

    Attributes
    ----------
    digest : str
        The digest of what was handed in.
    parts : dict of str to Parts
        By exercise, all that its mark rests on.
    """

    digest: str
    parts: dict[str, Parts]

    @cached_property
    def keys(self) -> dict[str, str]:
        """By exercise, the key of its mark."""
        return {exercise: key_of(parts) for exercise, parts in self.parts.items()}

    @cached_property
    def parts_together(self) -> dict[str, Parts]:
        """The same for marks that are valid only together.

        When the time of a submission runs out, the time that one exercise used was missing for
        the others.
        """
        joint = key_of(self.keys)
        return {name: {**parts, _TOGETHER: joint} for name, parts in self.parts.items()}


def submission_digest(submission: Submission, modules: Parts | None = None) -> str:
    """Return a digest of what a student handed in: the name, the modules, or why there are none.

    The digests of the modules need not be made again where they are at hand.
    """
    modules = _digests(submission) if modules is None else modules
    return key_of({"student": submission.student, "problem": submission.problem, **modules})


def _digests(submission: Submission) -> Parts:
    return {name: _digest(source) for name, source in submission.modules.items()}


def key_of(parts: Parts) -> str:
    """Return the key of a mark that rests on `parts`."""
    text = json.dumps(sorted(parts.items()))  # ASCII: any name can be written
    return _digest(text.encode("ascii"))


def under_load(parts: Parts, times: int) -> Parts:
    """Return the parts of a mark that load may have lowered, in each of so many gradings.

    Such a mark has a key of its own, so that nothing takes it for the mark of the same content.
    """
    return {**parts, LOAD: str(times)} if times else parts


def changed_parts(before: Parts, after: Parts) -> tuple[str, ...]:
    """Return a phrase for each part that differs."""
    phrases = []
    for name in sorted((before.keys() | after.keys()) - {_TOGETHER, LOAD}):
        if before.get(name) == after.get(name):
            continue
        how = "is new" if name not in before else "is gone" if name not in after else "changed"
        phrases.append(f"{name} {how}")
    return tuple(phrases)


def _helpers(course: Course) -> list[Path]:
    """Return the modules beside the checks, misconceptions and solutions that they may import."""
    places = (course.checks, course.misconceptions, course.solution)
    known = {place(exercise) for exercise in course.written for place in places}
    folders = {path.parent for path in known}
    return sorted(path for folder in folders for path in folder.glob("*.py") if path not in known)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()
