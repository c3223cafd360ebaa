"""The manifest, `course.toml`: the only registry of units and exercises."""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeGuard

__all__ = [
    "Course",
    "CourseError",
    "Exercise",
    "Limits",
    "Unit",
    "UserError",
    "find_course",
    "load_course",
    "require_files",
]

MANIFEST = "course.toml"
_ID = re.compile(r"e\d\d_[a-z][a-z0-9_]*")
_PACKAGE = re.compile(r"[a-z][a-z0-9_]*")
_HINT_LEVELS = 3
# The folders of an exercise's files, and the prefix of its id in their names.
_WRITTEN_IN = (("solutions", ""), ("autograder/checks", "test_"), ("autograder/misconceptions", ""))
KINDS = ("write", "repair")


class UserError(Exception):
    """An error that the person at the keyboard can do something about; shown without a traceback.

    One message: what is wrong, where, and what to do.
    """


class CourseError(UserError):
    """An error in the course's own files; it says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Limits:
    """Bounds on a student's process; `[limits]` in course.toml, per exercise where it says so.

    Attributes
    ----------
    cpu_seconds : float
        Computing time of one call.
    wall_seconds : float
        Waiting time of one call, in which it may also sleep.
    submission_seconds : float
        Waiting time of all calls of one submission together.
    memory_mb : int
        Address space of the process, on top of Python, numpy and, in one that draws, matplotlib.
    processes : int
        Processes and threads at the same time.
    output_mb : float
        All that it prints; the first and last 4 KB are stored.
    file_mb : float
        The largest file it may write.
    open_files : int
        Files open at the same time.
    disk_mb : float
        All its files together.
    files : int
        How many files and folders it may make.
    """

    cpu_seconds: float = 1.0
    wall_seconds: float = 2.0
    submission_seconds: float = 60.0
    memory_mb: int = 1024
    processes: int = 16
    output_mb: float = 16.0
    file_mb: float = 16.0
    open_files: int = 64
    disk_mb: float = 64.0
    files: int = 1000


@dataclass(frozen=True)
class Unit:
    """A part of the course: one assignment."""

    id: str
    title: str


@dataclass(frozen=True)
class Exercise:
    """One row of the manifest: a module, a check file and a misconception file share its id.

    Its `kind` tells what students find in its stub: lines to write, or broken code to repair.
    An `extra` is checked like any other, and has no part in the points. Its module, and no
    other, may import `packages`, which need not be installed: a check that needs one that is not
    there is skipped.
    """

    id: str
    unit: str
    title: str
    goal: str
    points: float
    needs: tuple[str, ...]
    hints: tuple[str, ...]
    limits: Limits
    kind: str = "write"
    draft: bool = False
    extra: bool = False
    packages: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The id's first part: `e07` of `e07_dense`."""
        return self.id.partition("_")[0]


@dataclass(frozen=True)
class Course:
    """A validated manifest and the folder it was read from.

    Drafts are exercises that an author still works on: they have their files and are checked
    by the selftest, but they are not handed out, not graded, and have no part in the points.
    """

    root: Path
    title: str
    points: float
    limits: Limits
    units: tuple[Unit, ...]
    exercises: tuple[Exercise, ...]
    drafts: tuple[Exercise, ...] = ()

    @property
    def written(self) -> tuple[Exercise, ...]:
        """All exercises that have files, drafts included, by id."""
        return tuple(sorted((*self.exercises, *self.drafts), key=lambda exercise: exercise.id))

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called `name`, in full or by its short id.

        Raises
        ------
        CourseError
            If no exercise has that name.
        """
        for exercise in self.written:
            if name in (exercise.id, exercise.short):
                return exercise
        known = ", ".join(exercise.id for exercise in self.written)
        raise CourseError(f"there is no exercise {name!r}; the course has {known}")

    def needed_by(self, exercise: Exercise) -> tuple[Exercise, ...]:
        """Return all exercises that `exercise` builds on, directly or not, in course order."""
        wanted: set[str] = set()
        waiting = list(exercise.needs)
        while waiting:
            name = waiting.pop()
            if name not in wanted:
                wanted.add(name)
                waiting += self.exercise(name).needs
        return tuple(other for other in self.written if other.id in wanted)

    def solution(self, exercise: Exercise) -> Path:
        """Return the path of the reference module."""
        return self.root / "solutions" / f"{exercise.id}.py"

    def stub(self, exercise: Exercise) -> Path:
        """Return the path of the stub."""
        return self.root / "exercises" / f"{exercise.id}.py"

    def checks(self, exercise: Exercise) -> Path:
        """Return the path of the check file."""
        return self.root / "autograder" / "checks" / f"test_{exercise.id}.py"

    def misconceptions(self, exercise: Exercise) -> Path:
        """Return the path of the misconception file."""
        return self.root / "autograder" / "misconceptions" / f"{exercise.id}.py"


def find_course(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds a course.toml.

    Raises
    ------
    CourseError
        If there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / MANIFEST).is_file():
            return folder
    raise CourseError(f"no {MANIFEST} in {start} or above it; run this inside a course")


def load_course(root: Path) -> Course:
    """Read and validate the manifest of the course in `root`.

    A handout carries a manifest without solutions and misconceptions, so a missing file is
    looked for with `require_files`, where all of them must be there.

    Raises
    ------
    CourseError
        If the manifest is missing, is not TOML, or contradicts itself; all faults in one text.
    """
    path = root / MANIFEST
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} is missing; a course is a folder with a {MANIFEST}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} is not valid TOML: {error}") from None
    faults = _Faults(path)
    course = _course(root, data, faults)
    _check_totals(course, faults)
    _check_ids(course, faults)
    faults.raise_any()
    return course


def require_files(course: Course) -> None:
    """Raise CourseError unless every exercise has its three files, and each such file a row."""
    faults = _Faults(course.root / MANIFEST)
    named = {exercise.id for exercise in course.written}
    for exercise in course.written:
        for path in (
            course.solution(exercise),
            course.checks(exercise),
            course.misconceptions(exercise),
        ):
            if not path.is_file():
                faults.add(f"{exercise.id}: its file {path.relative_to(course.root)} is missing")
    for folder, prefix in _WRITTEN_IN:
        for path in sorted((course.root / folder).glob(f"{prefix}e[0-9][0-9]_*.py")):
            if path.stem.removeprefix(prefix) not in named:
                faults.add(f"{folder}/{path.name} is not named in the manifest")
    faults.raise_any()


class _Faults:
    """The faults of one manifest, told all at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: list[str] = []

    def add(self, text: str) -> None:
        self._texts.append(text)

    def raise_any(self) -> None:
        if self._texts:
            raise CourseError(f"{self._path}:\n" + "\n".join(f"  - {text}" for text in self._texts))


def _course(root: Path, data: Mapping[str, Any], faults: _Faults) -> Course:
    for key in sorted(data.keys() - {"course", "limits", "unit", "exercise"}):
        faults.add(f"unknown table [{key}]")
    head = _table(data, "course", "the manifest", faults)
    _check_keys(head, {"title", "points"}, "[course]", faults)
    limits = _limits(Limits(), _table(data, "limits", "the manifest", faults), "[limits]", faults)
    rows = [_exercise(row, limits, faults) for row in _tables(data, "exercise", faults)]
    return Course(
        root=root,
        title=_text(head, "title", "[course]", faults),
        points=_number(head, "points", "[course]", faults),
        limits=limits,
        units=tuple(_unit(row, faults) for row in _tables(data, "unit", faults)),
        exercises=tuple(row for row in rows if not row.draft),
        drafts=tuple(row for row in rows if row.draft),
    )


def _unit(row: Mapping[str, Any], faults: _Faults) -> Unit:
    where = f"unit {row.get('id', '(no id)')}"
    _check_keys(row, {"id", "title"}, where, faults)
    return Unit(id=_text(row, "id", where, faults), title=_text(row, "title", where, faults))


def _exercise(row: Mapping[str, Any], limits: Limits, faults: _Faults) -> Exercise:
    where = str(row.get("id", "an exercise without id"))
    own_limits = _table(row, "limits", where, faults)
    if "submission_seconds" in own_limits:
        faults.add(f"{where}: submission_seconds is for all exercises; set it in [limits]")
    known = {"id", "unit", "title", "goal", "points", "needs", "hints", "limits", "kind", "draft"}
    _check_keys(row, known | {"extra", "packages"}, where, faults)
    extra = _flag(row, "extra", where, faults)
    hints = tuple(_texts(row, "hints", where, faults))
    if len(hints) != _HINT_LEVELS:
        faults.add(f"{where}: has {len(hints)} hints; give {_HINT_LEVELS}, each a little plainer")
    kind = row.get("kind", KINDS[0])
    if kind not in KINDS:
        faults.add(f"{where}: kind must be {' or '.join(KINDS)}, not {kind!r}")
    return Exercise(
        id=_text(row, "id", where, faults),
        unit=_text(row, "unit", where, faults),
        title=_text(row, "title", where, faults),
        goal=_text(row, "goal", where, faults),
        points=_points(row, extra, where, faults),
        needs=tuple(_texts(row, "needs", where, faults)),
        hints=hints,
        limits=_limits(limits, own_limits, where, faults),
        kind=str(kind),
        draft=_flag(row, "draft", where, faults),
        extra=extra,
        packages=_packages(row, extra, where, faults),
    )


def _points(row: Mapping[str, Any], extra: bool, where: str, faults: _Faults) -> float:
    if not extra:
        return _number(row, "points", where, faults)
    if "points" in row:
        faults.add(f"{where}: an extra has no part in the points; leave `points` out")
    return 0.0


def _packages(row: Mapping[str, Any], extra: bool, where: str, faults: _Faults) -> tuple[str, ...]:
    if "packages" not in row:
        return ()
    names = tuple(_texts(row, "packages", where, faults))
    for name in names:
        if not _PACKAGE.fullmatch(name):
            faults.add(f"{where}: {name!r} is not what a package is imported by, such as torch")
    if not extra:
        # Where a package is missing its checks are skipped, and nobody may lose a point by that.
        faults.add(f"{where}: needs packages that may be missing; let it be `extra = true`")
    return names


def _limits(base: Limits, row: Mapping[str, Any], where: str, faults: _Faults) -> Limits:
    known = {field.name: field.type for field in fields(Limits)}
    changes: dict[str, Any] = {}
    for key, value in row.items():
        if key not in known:
            faults.add(f"{where}: unknown limit {key!r}; known are {', '.join(known)}")
        elif not _is_above_zero(value):
            faults.add(f"{where}: limit {key} must be a number above 0, not {value!r}")
        elif known[key] is int and value != int(value):
            faults.add(f"{where}: limit {key} must be a whole number, not {value!r}")
        else:
            changes[key] = int(value) if known[key] is int else float(value)
    return replace(base, **changes)


def _check_keys(row: Mapping[str, Any], known: set[str], where: str, faults: _Faults) -> None:
    for key in sorted(row.keys() - known):
        faults.add(f"{where}: unknown key {key!r}")


def _table(row: Mapping[str, Any], key: str, where: str, faults: _Faults) -> Mapping[str, Any]:
    value = row.get(key, {})
    if isinstance(value, dict):
        return value
    faults.add(f"{where}: {key} must be a table, not {value!r}")
    return {}


def _tables(data: Mapping[str, Any], key: str, faults: _Faults) -> list[Mapping[str, Any]]:
    value = data.get(key, [])
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    faults.add(f"{key} must be a list of tables, each under [[{key}]]")
    return []


def _text(row: Mapping[str, Any], key: str, where: str, faults: _Faults) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        faults.add(f"{where}: {key} is {'missing' if value is None else 'empty or not a text'}")
        return ""
    return value


def _texts(row: Mapping[str, Any], key: str, where: str, faults: _Faults) -> Iterable[str]:
    values = row.get(key)
    if not isinstance(values, list):
        faults.add(f"{where}: {key} must be a list of texts")
        return
    for position, value in enumerate(values, start=1):
        if not isinstance(value, str) or not value.strip():
            faults.add(f"{where}: {key} number {position} is empty or not a text")
        else:
            yield value


def _number(row: Mapping[str, Any], key: str, where: str, faults: _Faults) -> float:
    value = row.get(key)
    if not _is_above_zero(value):
        faults.add(f"{where}: {key} must be a number above 0, not {value!r}")
        return 0.0
    return float(value)


def _flag(row: Mapping[str, Any], key: str, where: str, faults: _Faults) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        faults.add(f"{where}: {key} must be true or false, not {value!r}")
    return value is True


def _is_above_zero(value: object) -> TypeGuard[int | float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and value > 0


def _check_totals(course: Course, faults: _Faults) -> None:
    total = sum(exercise.points for exercise in course.exercises)
    if abs(total - course.points) > 1e-9:
        faults.add(
            f"points do not add up: the exercises have {total:g}, [course] says {course.points:g}"
        )


def _check_ids(course: Course, faults: _Faults) -> None:
    units: set[str] = set()
    for unit in course.units:
        if unit.id in units:
            faults.add(f"unit {unit.id} is there twice")
        units.add(unit.id)
    seen: set[str] = set()
    shorts: set[str] = set()
    if not course.exercises:
        faults.add("there is no [[exercise]]")
    drafts = {exercise.id for exercise in course.drafts}
    extras = {exercise.id for exercise in course.written if exercise.extra}
    for exercise in course.written:
        if not _ID.fullmatch(exercise.id):
            faults.add(f"{exercise.id!r} is not an exercise id; it looks like e07_dense")
        if exercise.short in shorts:
            faults.add(f"{exercise.id}: the number {exercise.short} is used twice")
        if exercise.unit not in units:
            faults.add(f"{exercise.id}: unknown unit {exercise.unit!r}")
        for need in exercise.needs:
            if need not in seen:
                faults.add(f"{exercise.id}: needs {need!r}, which is not an earlier exercise")
            elif need in drafts and not exercise.draft:
                faults.add(f"{exercise.id}: needs {need!r}, which is a draft")
            elif need in extras and not exercise.extra:
                faults.add(f"{exercise.id}: needs {need!r}, which is an extra")
        seen.add(exercise.id)
        shorts.add(exercise.short)
