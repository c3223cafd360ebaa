"""The example class as notebooks, graded in every way there is, and the table of it in the docs.

`python -m tests.nbgrader.three_scores` grades everybody in every way, with nbgrader's kernels in
two processes, prints what differs, and with `--write` puts the tables into docs/nbgrader.md. It
needs nbgrader, and half an hour; with `--keep FOLDER` a run that was broken off goes on.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course import Course, load_course
from autograder.packaging.notebook.course_folder import write_nbgrader_course
from autograder.reporting.gradebook_files import read_gradebook
from tests.nbgrader.differences import IN_A_NOTEBOOK, REASONS, UNDER_STOCK
from tests.nbgrader.example_class import Turned, hand_in
from tests.packaging.nbgrader.commands import NUDGE_LINE, NudgeCourse
from tests.student_folder import ROOT

__all__ = [
    "CLASS",
    "DOCS",
    "SECRET",
    "UNITS",
    "Points",
    "Scores",
    "Supplied",
    "ThreeWays",
    "block",
    "block_in_docs",
    "differing",
]

UNITS: Final = ("forward", "learning")
CLASS: Final = ROOT / "examples" / "class"
DOCS: Final = ROOT / "docs" / "nbgrader.md"
# nbgrader waits 30 seconds for a cell, and so it does here, since somebody never ends; of what a
# cell printed it says after 4 that it did not come, and a busy machine takes longer.
PATIENT: Final = "c.Execute.iopub_timeout = 60\n"
SHARDS: Final = 2
SECRET: Final = "tests"  # which inputs Nudge asks with

_BEGIN: Final = "<!-- made by `python -m tests.nbgrader.three_scores --write` -->\n"
_END: Final = "<!-- end of what is made -->\n"

# By student and exercise; None where there is no score at all.
Points = Mapping[tuple[str, str], float | None]


@dataclass(frozen=True)
class Supplied:
    """The exercises of students that were graded with something supplied correct.

    Attributes
    ----------
    exercises : frozenset of (str, str)
        With an earlier exercise.
    functions : frozenset of (str, str)
        With an earlier function of its own.
    """

    exercises: frozenset[tuple[str, str]]
    functions: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Scores:
    """The points of everybody in each exercise.

    Attributes
    ----------
    stock, engine, notebooks, modules : Points
        Under stock nbgrader, under nbgrader with Nudge's engine, from `nudge grade` on the same
        notebooks, and from `nudge grade` on the modules that they were made of.
    supplied : Supplied
        What was supplied to whom, from `nudge grade` on the notebooks.
    """

    stock: Points
    engine: Points
    notebooks: Points
    modules: Points
    supplied: Supplied


class ThreeWays:
    """A class that handed in notebooks, and the commands that grade it.

    Parameters
    ----------
    course : Course
        The course.
    work : Path
        A folder for everything; what is in it already is not done again.
    """

    def __init__(self, course: Course, work: Path) -> None:
        self.course = course
        self.exercises = tuple(one for one in course.exercises if one.unit in UNITS)
        self._work = work
        self.made = NudgeCourse(work / "course", work / "home")
        if not self.made.root.exists():
            write_nbgrader_course(course, self.made.root)
            for unit in UNITS:
                self.made.nbgrader("generate_assignment", unit)
        shutil.rmtree(self.made.root / "submitted", ignore_errors=True)
        self.turned: Turned = hand_in(course, CLASS, self.made.root, UNITS)

    def by_stock(self, wanted: Mapping[str, Iterable[str]]) -> Points:
        """Grade with nbgrader's own kernels.

        Parameters
        ----------
        wanted : mapping of str to iterable of str
            By student, the ids of the exercises whose notebooks are graded.
        """
        students = list(wanted)
        with ThreadPoolExecutor(SHARDS) as threads:
            tasks = [
                threads.submit(self._stock, number, {name: wanted[name] for name in some})
                for number in range(SHARDS)
                for some in [students[number::SHARDS]]
            ]
            return {key: points for task in tasks for key, points in task.result().items()}

    def by_engine(self) -> Points:
        """Grade with nbgrader's commands and Nudge's engine."""
        made = self._copy("engine", NUDGE_LINE)
        if not (made.root / "submitted").exists():
            shutil.copytree(self.made.root / "submitted", made.root / "submitted")
        for unit in UNITS:
            made.nbgrader("autograde", unit)
        everything = [one.id for one in self.exercises]
        return self._points(made, dict.fromkeys(self.turned.students, everything))

    def by_nudge(self, submissions: Path) -> tuple[Points, Supplied]:
        """Grade with `nudge grade`; return the points, and what was supplied."""
        out = self._work / f"out-{submissions.name}"
        command = [sys.executable, "-m", "autograder.cli.main", "grade", str(submissions)]
        command += ["--out", str(out), "--course", str(self.course.root), "--jobs", "2"]
        # The same secret as nbgrader's commands, from the environment.
        command += [word for one in self.exercises for word in ("--only", one.id)]
        subprocess.run(command, cwd=self._work, check=True, capture_output=True)
        found = [
            (result.student, exercise)
            for result in read_gradebook(out / "gradebook.json").results
            if result.student in self.turned.students
            for exercise in result.exercises
        ]
        points = {(who, one.exercise): round(one.points, 2) for who, one in found}
        return points, Supplied(
            frozenset((who, one.exercise) for who, one in found if one.supplied),
            frozenset((who, one.exercise) for who, one in found if one.supplied_functions),
        )

    def submitted(self) -> Path:
        """Return the folder of what was handed in as notebooks."""
        return self.made.root / "submitted"

    def shown(self, student: str, exercise: str) -> str:
        """Return the file of a notebook that stock nbgrader graded; nothing if it did not."""
        unit = self.course.exercise(exercise).unit
        for number in range(SHARDS):
            graded = self._work / f"stock-{number}" / "autograded" / student / unit
            if (graded / f"{exercise}.ipynb").is_file():
                return (graded / f"{exercise}.ipynb").read_text(encoding="utf-8")
        return ""

    def _stock(self, number: int, wanted: Mapping[str, Iterable[str]]) -> Points:
        made = self._copy(f"stock-{number}", PATIENT)
        for student, exercises in wanted.items():
            for unit in UNITS:
                place = made.root / "submitted" / student / unit
                if not place.exists():
                    shutil.copytree(self.submitted() / student / unit, place)
                for path in place.glob("*.ipynb"):
                    if path.stem not in exercises:
                        path.unlink()
                if any(place.glob("*.ipynb")):
                    # A kernel that dies fails a submission, and with it the command.
                    made.nbgrader("autograde", unit, "--student", student, fails=None)
        return self._points(made, wanted)

    def _copy(self, name: str, *lines: str) -> NudgeCourse:
        """Return a course of its own, in which nobody handed in."""
        root = self._work / name
        if not root.exists():
            skip = shutil.ignore_patterns("submitted")
            shutil.copytree(self.made.root, root, ignore=skip)
            NudgeCourse(root, self.made.home).configure(*lines)
        return NudgeCourse(root, self._work / f"home-{name}")

    def _points(self, made: NudgeCourse, wanted: Mapping[str, Iterable[str]]) -> Points:
        found: dict[tuple[str, str], float | None] = {}
        for student, exercises in wanted.items():
            scores = made.scores(student)
            for exercise in (self.course.exercise(one) for one in exercises):
                own = [score for cell, score in scores.items() if cell[:3] == exercise.short]
                known = [score for score in own if score is not None]
                # Of a submission on which the command failed there is no score of any cell.
                whole = bool(own) and len(known) == len(own)
                found[student, exercise.id] = round(sum(known), 2) if whole else None
        return found


def differing(ours: Points, theirs: Points) -> frozenset[tuple[str, str]]:
    """Return where two ways differ, of what both have graded."""
    return frozenset(key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key])


def block(course: Course, scores: Scores) -> str:
    """Return the two tables for the docs."""
    students = sorted({student for student, _ in scores.modules})
    ids = {unit: [one.id for one in course.exercises if one.unit == unit] for unit in UNITS}
    ways = (scores.stock, scores.engine, scores.notebooks)
    worth = {one.id: one.points for one in course.exercises}
    lines = [
        "| student | " + " | ".join(f"{unit}: {way}" for unit in UNITS for way in _WAYS) + " |",
        "|---|" + "--:|" * (len(UNITS) * len(_WAYS)),
    ]
    for student in students:
        cells = [_total(points, student, ids[unit]) for unit in UNITS for points in ways]
        lines.append(f"| `{student}` | {' | '.join(cells)} |")
    best = [f"{sum(worth[one] for one in ids[unit]):g}" for unit in UNITS for _ in ways]
    lines.append(f"| *of* | {' | '.join(best)} |")
    lines += ["", "| why | how often | for example |", "|---|--:|---|"]
    for reason, sentence in REASONS.items():
        in_notebooks = [key for key, why in IN_A_NOTEBOOK.items() if why == reason]
        under_stock = [key for key, why in UNDER_STOCK.items() if why == reason]
        pairs = [(key, scores.modules, scores.notebooks, "as a module") for key in in_notebooks]
        pairs += [(key, scores.stock, scores.engine, "in stock") for key in under_stock]
        known = [pair for pair in pairs if pair[0] in pair[1]]
        if known:
            key, first, second, where = known[0]
            example = (
                f"`{key[0]}`, {key[1][:3]}: {_points_in_words(first[key])} {where}, "
                f"{_points_in_words(second[key])} with Nudge"
            )
            lines.append(f"| {sentence} | {len(known)} | {example} |")
    return "\n".join(lines) + "\n"


_WAYS: Final = ("stock", "engine", "`nudge grade`")


def _total(points: Points, student: str, exercises: Sequence[str]) -> str:
    own = [points.get((student, exercise)) for exercise in exercises]
    if any((student, exercise) not in points for exercise in exercises):
        return "not run"
    known = [one for one in own if one is not None]
    return _points_in_words(round(sum(known), 2) if len(known) == len(own) else None)


def _points_in_words(points: float | None) -> str:
    return "no score" if points is None else f"{points:g}"


def block_in_docs() -> str:
    """Return the tables as they stand in the docs."""
    return DOCS.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0]


def main() -> None:
    """Grade in every way, print what differs and cannot be explained, and write the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--keep", type=Path, help="a folder for everything, which stays")
    given = parser.parse_args()
    os.environ["NUDGE_SECRET"] = SECRET
    with tempfile.TemporaryDirectory() as scratch:
        ways = ThreeWays(load_course(ROOT), given.keep.resolve() if given.keep else Path(scratch))
        ids = [one.id for one in ways.exercises]
        modules, _ = ways.by_nudge(CLASS)
        notebooks, supplied = ways.by_nudge(ways.submitted())
        engine = ways.by_engine()
        stock = ways.by_stock(dict.fromkeys(ways.turned.students, ids))
        scores = Scores(stock, engine, notebooks, modules, supplied)
    for name, ours, theirs, listed in (
        ("engine, nudge grade", engine, notebooks, {}),
        ("nudge grade, modules", notebooks, modules, IN_A_NOTEBOOK),
        ("stock, engine", stock, engine, UNDER_STOCK),
    ):
        for key in sorted(differing(ours, theirs) ^ (listed.keys() & ours.keys())):
            print(f"{name}: {key}: {ours[key]} {theirs[key]}, {listed.get(key, 'unexplained')}")
    made = block(ways.course, scores)
    print(made)
    if given.write:
        text = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(text.replace(_BEGIN + block_in_docs(), _BEGIN + made), encoding="utf-8")


if __name__ == "__main__":
    main()
