"""The handout: the folder a student gets, and nothing in it that a student must not have."""

import re
import shutil
import string
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.checking.examination import answer_key_path
from autograder.checking.hidden import without_hidden
from autograder.course import Course, UserError, load_course
from autograder.packaging.answer_key import record_answer_keys
from autograder.packaging.stubs import stubs

__all__ = ["fill_handout", "pack", "write_handout"]

_FILES: Final = Path(__file__).parent / "handout_files"

# The reference side, which has nothing to do in a handout and nothing to say there.
_NOT_CARRIED: Final = frozenset({"sources.py", "hidden.py", "prepare_embedded.py", "sheet.py"})
_CARRIED_SUFFIXES: Final = frozenset(
    {".py", ".npz", ".npy", ".bin", ".gz", ".xz", ".txt", ".md", ".sha256"}
)


def write_handout(course: Course, out: Path, *, as_zip: bool = False) -> Path:
    """Write the handout of `course` to the folder `out`, or to the archive `out.zip`.

    Returns
    -------
    Path
        What was written. It appears whole or not at all.

    Raises
    ------
    UserError
        If there is something at that place already, or `out` has no name of its own.
    """
    if out.name in ("", ".."):
        raise UserError(f"{out} is no name for a handout; say which folder to make")
    target = out.with_name(f"{out.name}.zip") if as_zip else out
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UserError(f"{target} is there already; choose another name or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".handout-") as scratch:
        folder = Path(scratch) / out.name
        fill_handout(course, folder)
        if as_zip:
            packed = Path(scratch) / target.name
            pack(folder, packed, under=folder.name)
            packed.replace(target)
        else:
            if target.exists():
                target.rmdir()
            folder.replace(target)
    return target


def fill_handout(course: Course, folder: Path) -> None:
    """Write the files of a handout to `folder`, which is new or empty."""
    for path, text in _texts(course):
        _write(folder / path, text)
    for path in _copied(course):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course.root / path, target)
    public = load_course(folder)
    for name, text in record_answer_keys(course, public).items():
        _write(answer_key_path(folder, course.exercise(name)), text)
    # Running the checks to record their answers compiled them.
    for cache in [*folder.rglob("__pycache__")]:
        shutil.rmtree(cache)


def _texts(course: Course) -> Iterator[tuple[Path, str]]:
    """Yield what is made for the handout: stubs, public checks, the student's README."""
    for path, text in stubs(course, course.exercises):
        yield path.relative_to(course.root), text
    for exercise in course.exercises:
        path = course.checks(exercise)
        yield path.relative_to(course.root), without_hidden(path)
    rows = "\n".join(
        f"| `{exercise.id}` | {exercise.title} | {exercise.goal} | {exercise.points:g} |"
        for exercise in course.exercises
    )
    table = f"| file | title | goal | points |\n|---|---|---|---|\n{rows}"
    readme = string.Template((_FILES / "README.md").read_text(encoding="utf-8"))
    yield Path("README.md"), readme.substitute(title=course.title, exercises=table)
    manifest = (course.root / "course.toml").read_text(encoding="utf-8")
    yield Path("course.toml"), _without_drafts(manifest)
    yield Path("pyproject.toml"), (_FILES / "pyproject.toml").read_text(encoding="utf-8")


def _without_drafts(manifest: str) -> str:
    """Return the text of a manifest without the tables of exercises that are drafts."""
    head, *tables = re.split(r"(?m)^(?=\[\[exercise\]\])", manifest)
    published = (table for table in tables if not tomllib.loads(table)["exercise"][0].get("draft"))
    return "".join((head, *published))


def _copied(course: Course) -> Iterator[Path]:
    """Yield the files that a handout has as the course has them."""
    root, drafts = course.root, {f"{draft.id}.py" for draft in course.drafts}
    yield from (Path("conftest.py"), Path("LICENSE"))
    yield Path("autograder/__init__.py")
    for folder in ("autograder/course", "autograder/checking", "autograder/pictures", "datasets"):
        for path in sorted((root / folder).rglob("*")):
            carried = path.suffix in _CARRIED_SUFFIXES and path.name not in _NOT_CARRIED | drafts
            if path.is_file() and carried and "__pycache__" not in path.parts:
                yield path.relative_to(root)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def pack(folder: Path, archive: Path, *, under: str = "") -> None:
    """Write what is in `folder` to a zip whose bytes depend on it alone, in a folder `under`."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = (Path(under) / path.relative_to(folder)).as_posix()
                entry = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
