"""Measure how long a student waits for ``pytest`` in a handout.

``python benchmarks/handout_pytest.py`` makes a fresh handout with right answers in it and, beside
it, a folder with one trivial numpy test. It runs ``pytest`` in the one and in the other by turns,
in a new virtual environment that holds numpy, pytest and matplotlib alone, and compares the wall
times of the whole processes. It exits 1 if the handout takes a second or more, or half as long
again as the trivial test or more.

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

from autograder.course import load_course  # noqa: E402
from autograder.packaging.handout import write_handout  # noqa: E402

PACKAGES = ("numpy", "pytest", "matplotlib")
LONGEST_SECONDS = 1.0
LARGEST_RATIO = 1.5
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
    """Both commands, measured by turns."""

    handout: Times
    trivial: Times
    checks: int
    versions: Mapping[str, str]

    @property
    def ratio_of_medians(self) -> float:
        """The handout's median over the trivial test's."""
        return self.handout.median / self.trivial.median

    @property
    def median_of_ratios(self) -> float:
        """The middle one of the ratios of each pair, which a busy minute moves less."""
        pairs = zip(self.handout.runs, self.trivial.runs, strict=True)
        return statistics.median(handout / trivial for handout, trivial in pairs)

    @property
    def holds(self) -> bool:
        """Whether the handout is as quick as it is meant to be."""
        return self.handout.median < LONGEST_SECONDS and self.ratio_of_medians < LARGEST_RATIO


def main() -> None:
    """Measure, print, and exit 1 if the handout is too slow."""
    parser = argparse.ArgumentParser(description="Measure pytest in a handout.")
    parser.add_argument("--runs", type=int, default=15, help="pairs to measure")
    parser.add_argument("--python", type=Path, help="an interpreter to use; else a new environment")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    with tempfile.TemporaryDirectory(prefix="nudge-benchmark-") as scratch:
        place = Path(scratch)
        python = arguments.python or new_environment(place / "environment")
        comparison = compare(
            python, solved_handout(place / "handout"), trivial_folder(place), arguments.runs
        )
    print(as_json(comparison) if arguments.json else as_text(comparison))
    sys.exit(0 if comparison.holds else 1)


def new_environment(folder: Path) -> Path:
    """Make a virtual environment with the three packages and return its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ("--quiet", "--disable-pip-version-check")
    subprocess.run([python, "-m", "pip", "install", *options, *PACKAGES], check=True)
    return python


def solved_handout(folder: Path) -> Path:
    """Write a handout and put the right answers in."""
    course = load_course(ROOT)
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


def compare(python: Path, handout: Path, trivial: Path, runs: int) -> Comparison:
    """Run pytest in both folders by turns, after one run in each that compiles the modules."""
    first_handout, told = timed(python, handout)
    first_trivial, _ = timed(python, trivial)
    pairs = [(timed(python, handout)[0], timed(python, trivial)[0]) for _ in range(runs)]
    handout_runs, trivial_runs = zip(*pairs, strict=True)
    passed = re.search(r"(\d+) passed", told)
    return Comparison(
        handout=Times(first_handout, handout_runs),
        trivial=Times(first_trivial, trivial_runs),
        checks=int(passed[1]) if passed else 0,
        versions=versions(python),
    )


def timed(python: Path, folder: Path) -> tuple[float, str]:
    """Return the wall time of one whole pytest, which must pass, and what it printed."""
    # As a student runs it, with none of this process's own settings.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHON"))
    }
    command = [str(python), "-m", "pytest"]
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
        ("one trivial test", comparison.trivial),
    )
    return "\n".join(
        (
            f"pytest, whole process, {len(comparison.handout.runs)} pairs by turns, "
            f"{os.cpu_count()} cores",
            used,
            f"{'seconds':<20}{'first':>8}{'min':>8}{'median':>8}{'max':>8}",
            *(
                f"{name:<20}{times.first:>8.3f}{min(times.runs):>8.3f}"
                f"{times.median:>8.3f}{max(times.runs):>8.3f}"
                for name, times in rows
            ),
            f"ratio of medians   {comparison.ratio_of_medians:.2f}",
            f"median of ratios   {comparison.median_of_ratios:.2f}",
            f"wanted: a handout below {LONGEST_SECONDS:.1f} s and a ratio of medians below "
            f"{LARGEST_RATIO}: {'holds' if comparison.holds else 'does not hold'}",
        )
    )


def as_json(comparison: Comparison) -> str:
    """Return the comparison as JSON."""
    sides = {"handout": comparison.handout, "trivial": comparison.trivial}
    return json.dumps(
        {
            **{
                name: {"first": times.first, "median": times.median, "runs": times.runs}
                for name, times in sides.items()
            },
            "ratio_of_medians": comparison.ratio_of_medians,
            "median_of_ratios": comparison.median_of_ratios,
            "checks": comparison.checks,
            "versions": comparison.versions,
            "cores": os.cpu_count(),
            "holds": comparison.holds,
        },
        indent=2,
    )


if __name__ == "__main__":
    main()
