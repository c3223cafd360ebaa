"""The manifest, `course.toml`: the only registry of units and exercises."""

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
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
# The files of an exercise, by its id.
_SOLUTION = "solutions/{}.py"
_CHECKS = "autograder/checks/test_{}.py"
_MISCONCEPTIONS = "autograder/misconceptions/{}.py"
_WRITTEN = (_SOLUTION, _CHECKS, _MISCONCEPTIONS)
KINDS = ("write", "repair")


class UserError(Exception):
    """An error that the person at the keyboard can do something about; shown without a traceback.

    One message: what is wrong, where, and what to do.
    """


class CourseError(UserError):
    """An error in the course's own files; it says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Limits:
    """Bounds on a student's process and on what its answers make the trusted side do.

    `[limits]` in course.toml, per exercise where it says so.

    Attributes
    ----------
    cpu_seconds : float
        Computing time of one call.
    wall_seconds : float
        Computing and sleeping of one call, without its waiting for a busy processor.
    submission_seconds : float
        Computing and sleeping of all calls of one submission together, likewise.
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
    judging_seconds : float
        Computing time of the trusted side for one check. All checks of a submission together may
        take `submission_seconds`.
    judging_mb : int
        Memory that the trusted side may take for one submission, on top of what it has.
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
    judging_seconds: float = 10.0
    judging_mb: int = 2048


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

    Each of its `classes` can be supplied to later exercises: by its name, the attributes in which
    an object of it keeps all its state.
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
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

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
        wanted = set(exercise.needs)
        for other in reversed(self.written):  # an exercise needs earlier ones alone
            if other.id in wanted:
                wanted.update(other.needs)
        return tuple(other for other in self.written if other.id in wanted)

    def solution(self, exercise: Exercise) -> Path:
        """Return the path of the reference module."""
        return self.root / _SOLUTION.format(exercise.id)

    def stub(self, exercise: Exercise) -> Path:
        """Return the path of the stub."""
        return self.root / "exercises" / f"{exercise.id}.py"

    def checks(self, exercise: Exercise) -> Path:
        """Return the path of the check file."""
        return self.root / _CHECKS.format(exercise.id)

    def misconceptions(self, exercise: Exercise) -> Path:
        """Return the path of the misconception file."""
        return self.root / _MISCONCEPTIONS.format(exercise.id)


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
    faults: list[str] = []
    course = _course(root, data, faults)
    _raise_any(path, [*faults, *_contradictions(course)])
    return course


def require_files(course: Course) -> None:
    """Raise CourseError unless every exercise has its three files, and each such file a row."""
    root = course.root
    wanted = {
        place.format(exercise.id): exercise.id for exercise in course.written for place in _WRITTEN
    }
    faults = [
        f"{name}: its file {path} is missing"
        for path, name in wanted.items()
        if not (root / path).is_file()
    ]
    there = [
        path.relative_to(root).as_posix()
        for place in _WRITTEN
        for path in sorted(root.glob(place.format("e[0-9][0-9]_*")))
    ]
    faults += [f"{path} is not named in the manifest" for path in there if path not in wanted]
    _raise_any(root / MANIFEST, faults)


def _raise_any(path: Path, faults: Sequence[str]) -> None:
    if faults:
        raise CourseError(f"{path}:\n" + "\n".join(f"  - {text}" for text in faults))


@dataclass(frozen=True)
class _Table:
    """A table of the manifest; what is wrong in it joins the `faults` of the whole."""

    where: str
    data: Mapping[str, Any]
    faults: list[str]

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.where}: {text}")

    def require_known(self, keys: Iterable[str]) -> None:
        for key in sorted(self.data.keys() - set(keys)):
            self.fault(f"unknown key {key!r}")

    def table(self, key: str, where: str) -> "_Table":
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.fault(f"{key} must be a table, not {value!r}")
            value = {}
        return _Table(where, value, self.faults)

    def rows(self, key: str, unnamed: str, kind: str = "") -> list["_Table"]:
        rows = self.data.get(key, [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return [_Table(f"{kind}{row.get('id', unnamed)}", row, self.faults) for row in rows]
        self.faults.append(f"{key} must be a list of tables, each under [[{key}]]")
        return []

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{key} is {'missing' if value is None else 'empty or not a text'}")
            return ""
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.data.get(key)
        if not isinstance(values, list):
            self.fault(f"{key} must be a list of texts")
            return ()
        found = []
        for position, value in enumerate(values, start=1):
            if isinstance(value, str) and value.strip():
                found.append(value)
            else:
                self.fault(f"{key} number {position} is empty or not a text")
        return tuple(found)

    def number(self, key: str) -> float:
        value = self.data.get(key)
        if not _is_above_zero(value):
            self.fault(f"{key} must be a number above 0, not {value!r}")
            return 0.0
        return float(value)

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.fault(f"{key} must be true or false, not {value!r}")
        return value is True


def _is_above_zero(value: Any) -> TypeGuard[int | float]:
    return type(value) in (int, float) and math.isfinite(value) and value > 0


def _course(root: Path, data: Mapping[str, Any], faults: list[str]) -> Course:
    for key in sorted(data.keys() - {"course", "limits", "unit", "exercise"}):
        faults.append(f"unknown table [{key}]")
    manifest = _Table("the manifest", data, faults)
    head = manifest.table("course", "[course]")
    head.require_known({"title", "points"})
    limits = _limits(Limits(), manifest.table("limits", "[limits]"))
    rows = manifest.rows("exercise", "an exercise without id")
    exercises = [_exercise(row, limits) for row in rows]
    return Course(
        root=root,
        title=head.text("title"),
        points=head.number("points"),
        limits=limits,
        units=tuple(_unit(row) for row in manifest.rows("unit", "(no id)", "unit ")),
        exercises=tuple(exercise for exercise in exercises if not exercise.draft),
        drafts=tuple(exercise for exercise in exercises if exercise.draft),
    )


def _unit(row: _Table) -> Unit:
    row.require_known(field.name for field in fields(Unit))
    return Unit(id=row.text("id"), title=row.text("title"))


def _exercise(row: _Table, limits: Limits) -> Exercise:
    own_limits = row.table("limits", row.where)
    if "submission_seconds" in own_limits.data:
        row.fault("submission_seconds is for all exercises; set it in [limits]")
    row.require_known(field.name for field in fields(Exercise))
    extra = row.flag("extra")
    if extra and "points" in row.data:
        row.fault("an extra has no part in the points; leave `points` out")
    hints = row.texts("hints")
    if len(hints) != _HINT_LEVELS:
        row.fault(f"has {len(hints)} hints; give {_HINT_LEVELS}, each a little plainer")
    kind = row.data.get("kind", KINDS[0])
    if kind not in KINDS:
        row.fault(f"kind must be {' or '.join(KINDS)}, not {kind!r}")
    return Exercise(
        id=row.text("id"),
        unit=row.text("unit"),
        title=row.text("title"),
        goal=row.text("goal"),
        points=0.0 if extra else row.number("points"),
        needs=row.texts("needs"),
        hints=hints,
        limits=_limits(limits, own_limits),
        kind=str(kind),
        draft=row.flag("draft"),
        extra=extra,
        packages=_packages(row, extra) if "packages" in row.data else (),
        classes=_classes(row),
    )


def _packages(row: _Table, extra: bool) -> tuple[str, ...]:
    names = row.texts("packages")
    for name in names:
        if not _PACKAGE.fullmatch(name):
            row.fault(f"{name!r} is not what a package is imported by, such as torch")
    if not extra:
        # Where a package is missing its checks are skipped, and nobody may lose a point by that.
        row.fault("needs packages that may be missing; let it be `extra = true`")
    return names


def _classes(row: _Table) -> dict[str, tuple[str, ...]]:
    table = row.table("classes", row.where)
    found = {name: table.texts(name) for name in table.data}
    for name, attributes in found.items():
        for one in (name, *attributes):
            if not one.isidentifier() or one.startswith("_"):
                row.fault(f"{one!r} in classes is not the name of a class or of an attribute")
        if not attributes:
            row.fault(f"classes says of {name} no attribute that an object of it keeps")
    return found


def _limits(base: Limits, row: _Table) -> Limits:
    known = {field.name: field.type for field in fields(Limits)}
    changes: dict[str, Any] = {}
    for key, value in row.data.items():
        if key not in known:
            row.fault(f"unknown limit {key!r}; known are {', '.join(known)}")
        elif not _is_above_zero(value):
            row.fault(f"limit {key} must be a number above 0, not {value!r}")
        elif known[key] is int and value != int(value):
            row.fault(f"limit {key} must be a whole number, not {value!r}")
        else:
            changes[key] = int(value) if known[key] is int else float(value)
    return replace(base, **changes)


def _contradictions(course: Course) -> Iterator[str]:
    """Yield the faults of a manifest whose rows are right one by one."""
    total = sum(exercise.points for exercise in course.exercises)
    if abs(total - course.points) > 1e-9:
        yield f"points do not add up: the exercises have {total:g}, [course] says {course.points:g}"
    units: set[str] = set()
    for unit in course.units:
        if unit.id in units:
            yield f"unit {unit.id} is there twice"
        units.add(unit.id)
    if not course.exercises:
        yield "there is no [[exercise]]"
    earlier: dict[str, Exercise] = {}
    for exercise in course.written:
        name = exercise.id
        if not _ID.fullmatch(name):
            yield f"{name!r} is not an exercise id; it looks like e07_dense"
        if any(exercise.short == other.short for other in earlier.values()):
            yield f"{name}: the number {exercise.short} is used twice"
        if exercise.unit not in units:
            yield f"{name}: unknown unit {exercise.unit!r}"
        for need in exercise.needs:
            if need not in earlier:
                yield f"{name}: needs {need!r}, which is not an earlier exercise"
            elif earlier[need].draft and not exercise.draft:
                yield f"{name}: needs {need!r}, which is a draft"
            elif earlier[need].extra and not exercise.extra:
                yield f"{name}: needs {need!r}, which is an extra"
        earlier[name] = exercise
