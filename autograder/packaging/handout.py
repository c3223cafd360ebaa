"""The handout: the folder that a student gets, without anything that a student must not have."""

import importlib.metadata
import re
import shutil
import string
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.checking.own import answer_key_path
from autograder.course import Course, UserError, load_course
from autograder.packaging.recording import record_answer_keys
from autograder.packaging.stubs import readable_solution, stubs, write_text
from autograder.reference.hidden import without_hidden

__all__ = ["HANDOUT_FOLDERS", "fill_handout", "pack", "write_handout"]

_FILES: Final = Path(__file__).parent / "handout_files"

# The folders that a handout copies whole. The rest of the engine is the trusted side's.
HANDOUT_FOLDERS: Final = (
    "autograder/calls",
    "autograder/course",
    "autograder/checking",
    "autograder/pictures",
    "datasets",
)
_ENGINE: Final = Path(__file__).resolve().parents[2]  # of the engine that runs


def write_handout(
    course: Course, out: Path, *, as_zip: bool = False, with_solutions: bool = False
) -> Path:
    """Write the handout of `course` to the folder `out`, or to the archive `out.zip`.

    Parameters
    ----------
    course : Course
        The course.
    out : Path
        What to write.
    as_zip : bool
        Whether to write an archive.
    with_solutions : bool
        Whether to add the solutions, in `solutions/`, after the deadline. Hidden checks and
        misconceptions are left out here, too.

    Returns
    -------
    Path
        The folder or the archive. It appears whole or not at all.

    Raises
    ------
    UserError
        If something exists at that place, or `out` has no name of its own.
    """
    if out.name in ("", ".."):
        raise UserError(f"{out} is not a name for a handout; name the folder to make")
    target = out.with_name(f"{out.name}.zip") if as_zip else out
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UserError(f"{target} exists already; choose another name or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".handout-") as scratch:
        folder = Path(scratch) / out.name
        fill_handout(course, folder, with_solutions=with_solutions)
        if as_zip:
            packed = Path(scratch) / target.name
            pack(folder, packed, under=folder.name)
            packed.replace(target)
        else:
            if target.exists():
                target.rmdir()
            folder.replace(target)
    return target


def fill_handout(course: Course, folder: Path, *, with_solutions: bool = False) -> None:
    """Write the files of a handout to `folder`, which is new or empty."""
    for path, text in _texts(course, with_solutions):
        write_text(folder / path.relative_to(course.root), text)
    for root, path in _copied(course):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, target)
    public = load_course(folder)
    for name, text in record_answer_keys(course, public).items():
        write_text(answer_key_path(folder, course.exercise(name)), text)
    # Recording the answers compiled the checks.
    for cache in [*folder.rglob("__pycache__")]:
        shutil.rmtree(cache)


def _texts(course: Course, with_solutions: bool) -> Iterator[tuple[Path, str]]:
    """Yield the files that are made for a handout, each as if it were written into the course."""
    yield from stubs(course, course.exercises)
    for exercise in course.exercises:
        checks, solution = course.checks(exercise), course.solution(exercise)
        yield checks, without_hidden(checks)
        if with_solutions:
            yield solution, readable_solution(solution.read_text(encoding="utf-8"))
    rows = "\n".join(
        f"| `{exercise.id}` | {exercise.title} | {exercise.goal} | "
        f"{'extra' if exercise.extra else f'{exercise.points:g}'} |"
        for exercise in course.exercises
    )
    table = f"| file | title | goal | points |\n|---|---|---|---|\n{rows}"
    readme = string.Template((_FILES / "README.md").read_text(encoding="utf-8"))
    after = (_FILES / "after.md").read_text(encoding="utf-8") if with_solutions else ""
    text = readme.substitute(title=course.title, exercises=table, after=after)
    yield course.root / "README.md", text
    yield course.root / "LICENSE", _license(course)
    manifest = course.root / "course.toml"
    yield manifest, _without_drafts(manifest.read_text(encoding="utf-8"))
    for name in ("pyproject.toml", "conftest.py"):
        yield course.root / name, (_FILES / name).read_text(encoding="utf-8")


def _license(course: Course) -> str:
    """Return the course's license; without one, that of the engine, whose code is copied."""
    own = course.root / "LICENSE"
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return importlib.metadata.distribution("nudge-kit").read_text("licenses/LICENSE") or ""


def _without_drafts(manifest: str) -> str:
    """Return the text of a manifest without the tables of exercises that are drafts."""
    head, *tables = re.split(r"(?m)^(?=\[\[exercise\]\])", manifest)
    published = (table for table in tables if not tomllib.loads(table)["exercise"][0].get("draft"))
    return "".join((head, *published))


def _copied(course: Course) -> Iterator[tuple[Path, Path]]:
    """Yield the files that are copied unchanged, each as a root folder and a path in it.

    The engine's files come from the engine that runs, which may be an installed one.
    """
    yield _ENGINE, Path("autograder/__init__.py")
    drafts = {f"{draft.id}.py" for draft in course.drafts}
    for folder in HANDOUT_FOLDERS:
        root = course.root if folder == "datasets" else _ENGINE
        for path in sorted((root / folder).rglob("*")):
            # A draft's picture is a part of the draft.
            if path.is_file() and "__pycache__" not in path.parts and path.name not in drafts:
                yield root, path.relative_to(root)


def pack(folder: Path, archive: Path, *, under: str = "") -> None:
    """Write what is in `folder` to a zip whose bytes depend on it alone, in a folder `under`."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = (Path(under) / path.relative_to(folder)).as_posix()
                entry = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
