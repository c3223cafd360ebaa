"""Writes the nbgrader course: source/ with a folder a unit, and a folder that no student gets."""

import json
import re
import shutil
import string
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from autograder.checking.answer_key import AnswerKey
from autograder.checking.in_notebook import GROUPS, HIDDEN, Group
from autograder.checking.own import answer_key_path
from autograder.course import Course, UserError
from autograder.packaging.handout import fill_handout, pack
from autograder.packaging.notebook.cells import KIT, MadeNotebook, make_notebook
from autograder.packaging.notebook.groups import check_needs
from autograder.packaging.recording import record_answer_keys
from autograder.packaging.stubs import write_text

__all__ = ["MADE_FROM", "write_nbgrader_course"]

MADE_FROM: Final = "made_from.txt"  # among the hidden checks: which course they are of

_FILES: Final = Path(__file__).parent / "files"
_CONFIG: Final = "nbgrader_config.py"
_OWN_STUBS: Final = "NudgeStubs"

# Parts of a handout that a notebook does not use.
_NOT_IN_KIT: Final = ("exercises", "README.md", "pyproject.toml", "conftest.py")


@dataclass(frozen=True)
class Written:
    """The result of writing an nbgrader course.

    Attributes
    ----------
    notebooks : mapping of str to int
        By unit, how many notebooks it has.
    config_kept : bool
        Whether an older configuration stayed, which lacks the course's own stubs.
    """

    notebooks: Mapping[str, int]
    config_kept: bool


def write_nbgrader_course(course: Course, out: Path, *, force: bool = False) -> Written:
    """Write `course` to the folder `out` as an nbgrader course.

    Parameters
    ----------
    course : Course
        The course.
    out : Path
        The folder; it may be an nbgrader course already.
    force : bool
        Whether to replace existing folders of units in source/.

    Raises
    ------
    UserError
        If a unit's folder exists, or a package of the extra `nbgrader` is missing.
    """
    counts = Counter(exercise.unit for exercise in course.exercises)
    units = [unit.id for unit in course.units if unit.id in counts]
    places = [out / "source" / unit for unit in units] + [out / HIDDEN]
    taken = [place for place in places if place.exists()]
    if taken and not force:
        names = ", ".join(str(place.relative_to(out)) for place in taken)
        raise UserError(f"{out} has {names} already; --force replaces them")
    needs = check_needs(course)
    made = [make_notebook(course, exercise, needs[exercise.id]) for exercise in course.exercises]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".notebooks-") as scratch:
        new = Path(scratch)
        kit = _make_kit(course, made, new / "kit")
        for unit in units:
            folder = new / unit
            folder.mkdir()
            for notebook in made:
                if notebook.exercise.unit == unit:
                    write_text(folder / f"{notebook.exercise.id}.ipynb", notebook.text)
            shutil.copyfile(kit, folder / KIT)
        _make_hidden(course, made, new / HIDDEN, new / "kit")
        (out / "source").mkdir(exist_ok=True)
        for place in places:
            if place.exists():
                shutil.rmtree(place)
            (new / place.name).replace(place)
    if not (out / "source" / "header.ipynb").exists():
        write_text(out / "source" / "header.ipynb", _header())
    return Written({unit: counts[unit] for unit in units}, _keep_config(course, out))


def _make_kit(course: Course, made: Iterable[MadeNotebook], folder: Path) -> Path:
    """Make the kit beside every notebook: a handout's checks and answers, in one archive."""
    fill_handout(course, folder)
    for name in _NOT_IN_KIT:
        place = folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    shutil.copyfile(_FILES / "nudge_notebook.py", folder / "nudge_notebook.py")
    write_text(folder / GROUPS, _rows(_public(group) for one in made for group in one.groups))
    archive = folder.with_name(KIT)
    pack(folder, archive)
    return archive


def _make_hidden(
    course: Course, made: Iterable[MadeNotebook], folder: Path, public_kit: Path
) -> None:
    """Make the folder that nbgrader's own grading uses: all checks, and the answers to them."""
    folder.mkdir()
    for exercise in course.exercises:
        checks = folder / course.checks(exercise).relative_to(course.root)
        checks.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course.checks(exercise), checks)
    shutil.copyfile(public_kit / "course.toml", folder / "course.toml")
    keys = (AnswerKey.read(answer_key_path(public_kit, one)) for one in course.exercises)
    public = frozenset(digest for key in keys for digest in key.calls)
    for name, text in record_answer_keys(course, course, small_but=public).items():
        write_text(answer_key_path(folder, course.exercise(name)), text)
    write_text(folder / GROUPS, _rows(group for one in made for group in one.groups))
    write_text(folder / MADE_FROM, f"{course.root.resolve()}\n")


def _public(group: Group) -> Group:
    """Return a group as students get it, without the names of hidden checks."""
    public = tuple(name for name in group.checks if name not in group.hidden)
    return Group(group.id, group.exercise, group.points, public)


def _rows(groups: Iterable[Group]) -> str:
    return json.dumps({group.id: asdict(group) for group in groups}, indent=1) + "\n"


def _header() -> str:
    import nbformat  # noqa: PLC0415 - of the extra `nbgrader`

    lines = (_FILES / "header.md").read_text(encoding="utf-8").rstrip("\n")
    cell = nbformat.v4.new_markdown_cell(lines, id="header")
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))) + "\n"


def _keep_config(course: Course, out: Path) -> bool:
    """Write the configuration if it is missing; tell whether one without our stubs stays."""
    place = out / _CONFIG
    if place.exists():
        return _OWN_STUBS not in place.read_text(encoding="utf-8")
    name = re.sub(r"[^a-z0-9]+", "-", course.title.lower()).strip("-")
    text = string.Template((_FILES / _CONFIG).read_text(encoding="utf-8"))
    write_text(place, text.substitute(course_id=name))
    return False
