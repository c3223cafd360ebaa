"""Measure how long a student waits for ``pytest`` in a handout.

``python benchmarks/handout_pytest.py`` makes a fresh handout with right answers in it and, beside
it, one of a course that has the six exercises alone that the kit is never without, and a folder
with one trivial numpy test. By turns it runs ``pytest`` in the handout, in the handout without the
two exercises that train networks, in the handout of six, and in the last folder, in a new virtual
environment that holds numpy, pytest and matplotlib alone, and compares the wall times of the whole
processes. It exits 1 if one of the first three takes too long, if the six take too many times what
the trivial test takes, or if a check costs too much: what the second takes longer than the trivial
test, divided by its checks.

``--python PATH`` takes an interpreter that has these three packages, in place of a new environment
(which has to be downloaded).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Course, load_course  # noqa: E402
from autograder.packaging.handout import write_handout  # noqa: E402

PACKAGES = ("numpy", "pytest", "matplotlib")
LONGEST_SECONDS = 2.5
LONGEST_SECONDS_UNTRAINED = 1.2
LONGEST_SECONDS_SIX = 1.0
MOST_TIMES_TRIVIAL_SIX = 1.5
MOST_MS_A_CHECK = 2.5
SIX = ("e02", "e04", "e07", "e10", "e12", "e15")
# e17 and e18 train networks to their end, which takes what it takes.
WITHOUT_TRAINING = ("-k", "not e17 and not e18")
TRIVIAL_TEST = """\
import numpy as np


def test_sum():
    assert np.sum(np.ones(3)) == 3
"""


@dataclass(frozen=True)
class Times:
    """Wall times of one command, in seconds; the first run, which compiles, stands apart."""

    first: float
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one of the runs after the first."""
        return statistics.median(self.runs)


@dataclass(frozen=True)
class Comparison:
    """The four commands, measured by turns."""

    handout: Times
    untrained: Times
    six: Times
    trivial: Times
    checks: int
    checks_untrained: int
    checks_six: int
    versions: Mapping[str, str]

    @property
    def ms_a_check(self) -> float:
        """The cost of one check beside the start of Python, numpy and pytest; middle of the turns.

        Each turn counts by itself: a busy minute moves this less than a difference of medians.
        """
        turns = zip(self.untrained.runs, self.trivial.runs, strict=True)
        more = statistics.median(untrained - trivial for untrained, trivial in turns)
        return 1000 * more / max(self.checks_untrained, 1)

    @property
    def times_trivial_six(self) -> float:
        """How many times the trivial test the handout of six takes; middle of the turns."""
        turns = zip(self.six.runs, self.trivial.runs, strict=True)
        return statistics.median(six / trivial for six, trivial in turns)

    @property
    def holds(self) -> bool:
        """Whether the handout is as quick as it is meant to be."""
        return (
            self.handout.median < LONGEST_SECONDS
            and self.untrained.median < LONGEST_SECONDS_UNTRAINED
            and self.six.median < LONGEST_SECONDS_SIX
            and self.times_trivial_six < MOST_TIMES_TRIVIAL_SIX
            and self.ms_a_check < MOST_MS_A_CHECK
        )


def main() -> None:
    """Measure, print, and exit 1 if the handout is too slow."""
    parser = argparse.ArgumentParser(description="Measure pytest in a handout.")
    parser.add_argument("--runs", type=int, default=15, help="turns to measure")
    parser.add_argument("--python", type=Path, help="an interpreter to use; else a new environment")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    with tempfile.TemporaryDirectory(prefix="nudge-benchmark-") as scratch:
        place = Path(scratch)
        python = arguments.python or new_environment(place / "environment")
        course = load_course(ROOT)
        folders = (
            solved_handout(course, place / "handout"),
            solved_handout(course_of_six(course, place / "course"), place / "six"),
            trivial_folder(place),
        )
        comparison = compare(python, *folders, arguments.runs)
    print(as_json(comparison) if arguments.json else as_text(comparison))
    sys.exit(0 if comparison.holds else 1)


def new_environment(folder: Path) -> Path:
    """Make a virtual environment with the three packages and return its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ("--quiet", "--disable-pip-version-check")
    subprocess.run([python, "-m", "pip", "install", *options, *PACKAGES], check=True)
    return python


def course_of_six(course: Course, folder: Path) -> Course:
    """Return a copy of the course in which all other exercises are drafts, and not handed out."""
    for name in ("autograder", "datasets", "exercises", "solutions"):
        shutil.copytree(course.root / name, folder / name)
    for name in ("conftest.py", "LICENSE"):
        shutil.copyfile(course.root / name, folder / name)
    six = [course.exercise(name) for name in SIX]
    manifest = (course.root / "course.toml").read_text(encoding="utf-8")
    for exercise in course.exercises:
        if exercise not in six:
            row = f'id = "{exercise.id}"\n'
            manifest = manifest.replace(row, f"{row}draft = true\n")
    points = sum(exercise.points for exercise in six)
    manifest = manifest.replace(f"points = {course.points:g}\n", f"points = {points:g}\n", 1)
    (folder / "course.toml").write_text(manifest, encoding="utf-8")
    return load_course(folder)


def solved_handout(course: Course, folder: Path) -> Path:
    """Write a handout and put the right answers in."""
    write_handout(course, folder)
    for exercise in course.exercises:
        shutil.copyfile(course.solution(exercise), folder / "exercises" / f"{exercise.id}.py")
    return folder


def trivial_folder(place: Path) -> Path:
    """Write a folder with one numpy test."""
    folder = place / "trivial"
    folder.mkdir()
    (folder / "test_trivial.py").write_text(TRIVIAL_TEST, encoding="utf-8")
    return folder


def compare(python: Path, handout: Path, six: Path, trivial: Path, runs: int) -> Comparison:
    """Run the four by turns, after one turn that compiles the modules."""

    def turn() -> tuple[tuple[float, str], ...]:
        return (
            timed(python, handout),
            timed(python, handout, *WITHOUT_TRAINING),
            timed(python, six),
            timed(python, trivial),
        )

    first = turn()
    turns = [turn() for _ in range(runs)]
    whole, untrained, few, other = (
        Times(first[place][0], tuple(each[place][0] for each in turns)) for place in range(4)
    )
    return Comparison(
        handout=whole,
        untrained=untrained,
        six=few,
        trivial=other,
        checks=passed(first[0][1]),
        checks_untrained=passed(first[1][1]),
        checks_six=passed(first[2][1]),
        versions=versions(python),
    )


def passed(told: str) -> int:
    """Return how many checks a pytest says have passed."""
    found = re.search(r"(\d+) passed", told)
    return int(found[1]) if found else 0


def timed(python: Path, folder: Path, *options: str) -> tuple[float, str]:
    """Return the wall time of one whole pytest, which must pass, and what it printed."""
    # As a student runs it, with none of this process's own settings.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHON"))
    }
    command = [str(python), "-m", "pytest", *options]
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"pytest in {folder} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return took, done.stdout


def versions(python: Path) -> Mapping[str, str]:
    """Return the versions of Python and of the packages that the interpreter has."""
    asked = (
        "import importlib.metadata as m, json, platform;"
        f"print(json.dumps({{'python': platform.python_version()}} |"
        f" {{name: m.version(name) for name in {PACKAGES}}}))"
    )
    told = subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(told.stdout)
    return found


def as_text(comparison: Comparison) -> str:
    """Return the comparison as a table."""
    used = ", ".join(f"{name} {version}" for name, version in comparison.versions.items())
    rows = (
        (f"handout, {comparison.checks} checks", comparison.handout),
        (f"without e17 and e18, {comparison.checks_untrained}", comparison.untrained),
        (f"of six exercises, {comparison.checks_six}", comparison.six),
        ("one trivial test", comparison.trivial),
    )
    return "\n".join(
        (
            f"pytest, whole process, {len(comparison.handout.runs)} turns, {os.cpu_count()} cores",
            used,
            f"{'seconds':<26}{'first':>8}{'min':>8}{'median':>8}{'max':>8}",
            *(
                f"{name:<26}{times.first:>8.3f}{min(times.runs):>8.3f}"
                f"{times.median:>8.3f}{max(times.runs):>8.3f}"
                for name, times in rows
            ),
            f"a check, beside the start  {comparison.ms_a_check:.2f} ms",
            f"six exercises  {comparison.times_trivial_six:.2f} times the trivial test",
            f"wanted: below {LONGEST_SECONDS} s, without the training below "
            f"{LONGEST_SECONDS_UNTRAINED} s, a check below {MOST_MS_A_CHECK} ms,",
            f"six exercises below {LONGEST_SECONDS_SIX} s and {MOST_TIMES_TRIVIAL_SIX} times the "
            f"trivial test: {'holds' if comparison.holds else 'does not hold'}",
        )
    )


def as_json(comparison: Comparison) -> str:
    """Return the comparison as JSON."""
    sides = {
        "handout": comparison.handout,
        "without_training": comparison.untrained,
        "six": comparison.six,
        "trivial": comparison.trivial,
    }
    return json.dumps(
        {
            **{
                name: {"first": times.first, "median": times.median, "runs": times.runs}
                for name, times in sides.items()
            },
            "ms_a_check": comparison.ms_a_check,
            "checks": comparison.checks,
            "checks_without_training": comparison.checks_untrained,
            "checks_six": comparison.checks_six,
            "times_trivial_six": comparison.times_trivial_six,
            "versions": comparison.versions,
            "cores": os.cpu_count(),
            "holds": comparison.holds,
        },
        indent=2,
    )


if __name__ == "__main__":
    main()
