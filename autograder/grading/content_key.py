"""What a mark rests on, as content: equal keys mean that grading again would find the same.

A key names nothing but contents and settings, so a file that was touched and not changed costs
nothing, and a change that is taken back finds its old results.
"""

import hashlib
import json
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from autograder.checking.frameworks import version
from autograder.course import Course, Exercise, UserError
from autograder.grading.intake import Submission
from autograder.grading.processes import GraderSetup

__all__ = [
    "CourseContent",
    "Parts",
    "changed_parts",
    "holding_together",
    "key_of",
    "submission_digest",
]

Parts = Mapping[str, str]
"""What one mark rests on: the name of each part, and its digest or value."""

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
    exercises : sequence of Exercise
        The exercises that are graded.
    setup : GraderSetup
        How graders are opened; every setting in it is a part of every key.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise], setup: GraderSetup) -> None:
        self._course = course
        self._graded = tuple(exercise.id for exercise in exercises)
        self._files: dict[Path, tuple[tuple[int, int], bytes]] = {}
        common = self._common(setup)
        self._course_parts = {item.id: self._of_exercise(item) | common for item in exercises}

    def parts(self, submission: Submission, exercise: str) -> Parts:
        """Return what the mark of `submission` in `exercise` rests on."""
        # All modules: any of them may import any other.
        modules = {
            f"{_SUBMITTED}{name}": _digest(source) for name, source in submission.modules.items()
        }
        return {"student": submission.student, **modules, **self._course_parts[exercise]}

    def require_unchanged(self) -> None:
        """Make sure that what was graded is what the keys say.

        Raises
        ------
        UserError
            If a file of the course was changed since this object read it.
        """
        for path, (state, _) in self._files.items():
            try:
                now = _state(path)
            except OSError:
                now = None
            if now != state:
                raise UserError(
                    f"{path} was changed while submissions were being graded; what was graded "
                    "before is kept, give the same command again for the rest"
                )

    def _common(self, setup: GraderSetup) -> dict[str, str]:
        engine = hashlib.sha256()
        for path in _engine_files():
            engine.update(f"{path.relative_to(_ENGINE)}\0{self._of_file(path)}\n".encode())
        settings = {
            f"setting {field.name}": str(getattr(setup, field.name))
            for field in fields(setup)
            if field.name not in ("root", "exercises", "seed")
        }
        return {
            "the engine": engine.hexdigest(),
            "the seed": setup.seed.fingerprint,
            "the course's limits": json.dumps(asdict(self._course.limits)),
            "numpy": np.__version__,
            "python": platform.python_version(),
            "the machine": platform.machine(),
            **settings,
        }

    def _of_exercise(self, exercise: Exercise) -> dict[str, str]:
        """Return the parts that the course gives; titles, hints and points are none of them."""
        course = self._course
        needed = course.needed_by(exercise)
        graded = [other.id for other in needed if other.id in self._graded]
        files = [course.misconceptions(exercise)]
        for other in (exercise, *needed):
            files += [course.checks(other), course.solution(other)]
        files += _helpers(course)
        return {
            "exercise": exercise.id,
            f"needs of {exercise.id}": " ".join(other.id for other in needed),
            f"limits of {exercise.id}": json.dumps(asdict(exercise.limits)),
            # Under `--only`, what is not graded counts as wrong and is supplied.
            f"graded with {exercise.id}": " ".join(graded),
            # A mark that was skipped for want of one is not for good.
            **{f"the package {name}": version(name) or "absent" for name in exercise.packages},
            **({"an extra": "yes"} if exercise.extra else {}),
            **{
                path.relative_to(course.root).as_posix(): self._of_file(path)
                for path in self._with_imports(files)
            },
        }

    def _with_imports(self, files: Sequence[Path]) -> tuple[Path, ...]:
        """Return `files`, the solutions that they mention, and the digits if they use them."""
        known = {exercise.id: self._course.solution(exercise) for exercise in self._course.written}
        found: dict[Path, None] = {}
        waiting = list(files)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found[path] = None
            source = self._source(path)
            names = {name.decode() for name in _EXERCISE_NAME.findall(source)}
            waiting += [known[name] for name in sorted(names & known.keys())]
            if _DIGITS.search(source):
                digits = self._course.root / "datasets"
                found |= dict.fromkeys(path for path in digits.rglob("*.*") if _is_content(path))
        return tuple(sorted(found))

    def _of_file(self, path: Path) -> str:
        return _digest(self._source(path))

    def _source(self, path: Path) -> bytes:
        if path not in self._files:
            self._files[path] = (_state(path), path.read_bytes())
        return self._files[path][1]


def key_of(parts: Parts) -> str:
    """Return the key of a mark that rests on `parts`."""
    text = json.dumps(sorted(parts.items()))  # ASCII: any name can be written
    return _digest(text.encode("ascii"))


def holding_together(parts: Mapping[str, Parts]) -> dict[str, Parts]:
    """Return the parts of marks that hold together alone, by exercise.

    When the time of a submission runs out, what one exercise used the others did not have.
    """
    joint = key_of({name: key_of(of_mark) for name, of_mark in parts.items()})
    return {name: {**of_mark, _TOGETHER: joint} for name, of_mark in parts.items()}


def changed_parts(before: Parts, after: Parts) -> tuple[str, ...]:
    """Return one phrase a part that is not the same in both."""
    phrases = []
    for name in sorted((before.keys() | after.keys()) - {_TOGETHER}):
        if before.get(name) == after.get(name):
            continue
        how = "is new" if name not in before else "is gone" if name not in after else "changed"
        phrases.append(f"{name} {how}")
    return tuple(phrases)


def submission_digest(submission: Submission) -> str:
    """Return a digest of what a student handed in: the name, the modules, or why there are none."""
    modules = {name: _digest(source) for name, source in submission.modules.items()}
    return key_of({"student": submission.student, "problem": submission.problem, **modules})


def _engine_files() -> Iterator[Path]:
    for layer in _ENGINE_LAYERS:
        yield from sorted((_ENGINE / layer).rglob("*.py"))


def _helpers(course: Course) -> list[Path]:
    """Return the modules beside the checks, misconceptions and solutions that they may import."""
    known = {
        path
        for exercise in course.written
        for path in (
            course.checks(exercise),
            course.misconceptions(exercise),
            course.solution(exercise),
        )
    }
    folders = {path.parent for path in known}
    return sorted(path for folder in folders for path in folder.glob("*.py") if path not in known)


def _is_content(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()
