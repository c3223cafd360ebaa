"""Measure how long it takes to grade a class.

``python benchmarks/grade_class.py`` grades the 24 submissions of ``examples/class`` in one process
and in two, by turns, and prints the wall time of each and how many checks that is a second: every
check of every submission counts once, also where error carried forward ran it again. It exits 1
if two processes take more than thirty seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Course, load_course  # noqa: E402
from autograder.grading.batch import grade_folder  # noqa: E402
from autograder.grading.results import Standing  # noqa: E402
from autograder.grading.seed import Seed  # noqa: E402

JOBS = (1, 2)
LONGEST_SECONDS = 30.0


@dataclass(frozen=True)
class Grading:
    """One class, graded several times with as many processes."""

    jobs: int
    seconds: tuple[float, ...]
    submissions: int
    checks: int

    @property
    def median(self) -> float:
        """The middle one of the wall times, in seconds."""
        return statistics.median(self.seconds)

    @property
    def checks_a_second(self) -> float:
        """How many checks the middle run did in a second."""
        return self.checks / self.median


def main() -> None:
    """Measure, print, and exit 1 if two processes are too slow."""
    parser = argparse.ArgumentParser(description="Measure the grading of a class.")
    parser.add_argument("--runs", type=int, default=3, help="how often to grade with each")
    parser.add_argument("--class", dest="folder", type=Path, default=ROOT / "examples" / "class")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    gradings = measured(load_course(ROOT), arguments.folder, arguments.runs)
    holds = gradings[-1].median <= LONGEST_SECONDS
    print(as_json(gradings, holds) if arguments.json else as_text(gradings, holds))
    sys.exit(0 if holds else 1)


def measured(course: Course, folder: Path, runs: int) -> tuple[Grading, ...]:
    """Grade the folder with each number of processes, by turns."""
    rounds = [[graded(course, folder, jobs) for jobs in JOBS] for _ in range(runs)]
    return tuple(
        Grading(
            one[0].jobs, tuple(run.seconds[0] for run in one), one[0].submissions, one[0].checks
        )
        for one in zip(*rounds, strict=True)
    )


def graded(course: Course, folder: Path, jobs: int) -> Grading:
    """Grade the folder once; the wall time holds everything, starting the processes too."""
    begun = time.perf_counter()
    gradebook = grade_folder(course, course.exercises, folder, seed=Seed("benchmark"), jobs=jobs)
    seconds = time.perf_counter() - begun
    for result in gradebook.results:
        if result.standing is Standing.UNGRADED:
            sys.exit(f"{result.student} could not be graded: {result.reason}")
    checks = sum(
        len(exercise.checks) for result in gradebook.results for exercise in result.exercises
    )
    return Grading(jobs, (seconds,), len(gradebook.results), checks)


def as_text(gradings: Sequence[Grading], holds: bool) -> str:
    """Return the gradings as a table."""
    first = gradings[0]
    return "\n".join(
        (
            f"{first.submissions} submissions, {first.checks:,} checks, "
            f"{len(first.seconds)} runs by turns, {os.cpu_count()} cores",
            f"{'jobs':<8}{'min s':>8}{'median s':>10}{'max s':>8}{'checks/s':>10}",
            *(
                f"{grading.jobs:<8}{min(grading.seconds):>8.2f}{grading.median:>10.2f}"
                f"{max(grading.seconds):>8.2f}{grading.checks_a_second:>10.0f}"
                for grading in gradings
            ),
            f"wanted: at most {LONGEST_SECONDS:.0f} s with {gradings[-1].jobs} jobs: "
            f"{'holds' if holds else 'does not hold'}",
        )
    )


def as_json(gradings: Sequence[Grading], holds: bool) -> str:
    """Return the gradings as JSON."""
    rows = [
        asdict(grading) | {"median": grading.median, "checks_a_second": grading.checks_a_second}
        for grading in gradings
    ]
    return json.dumps({"gradings": rows, "cores": os.cpu_count(), "holds": holds}, indent=2)


if __name__ == "__main__":
    main()
