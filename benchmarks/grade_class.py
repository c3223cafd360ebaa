"""Measure how long it takes to grade a class.

``python benchmarks/grade_class.py`` grades the 24 submissions of ``examples/class``, in the six
exercises that the kit is never without and in the whole course, in one process and in two, by
turns. It prints the wall time of each and how many checks that is a second: every check of every
submission counts once, also where error carried forward ran it again. It exits 1 if two processes
take more than six seconds for the six exercises, or more than twenty-five for all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Course, Exercise, load_course  # noqa: E402
from autograder.grading.batch import grade_batch  # noqa: E402
from autograder.grading.grader import GraderSetup  # noqa: E402
from autograder.grading.results import SubmissionStatus  # noqa: E402
from autograder.grading.seed import Seed  # noqa: E402
from autograder.grading.store import Store  # noqa: E402

JOBS = (1, 2)
CARD = ("e02", "e04", "e07", "e10", "e12", "e15")


@dataclass(frozen=True)
class Extent:
    """A part of the course, and the seconds within which two processes are to grade it."""

    name: str
    exercises: tuple[Exercise, ...]
    longest_seconds: float


@dataclass(frozen=True)
class Grading:
    """One class, graded several times in the same exercises with as many processes."""

    exercises: str
    longest_seconds: float
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

    @property
    def holds(self) -> bool:
        """Whether it is as quick as is claimed; nothing is claimed of a single process."""
        return self.jobs != JOBS[-1] or self.median <= self.longest_seconds


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
    print(as_json(gradings) if arguments.json else as_text(gradings))
    sys.exit(0 if all(grading.holds for grading in gradings) else 1)


def extents(course: Course) -> tuple[Extent, ...]:
    """Return what is graded: the six exercises, and the whole course."""
    six = tuple(course.exercise(name) for name in CARD)
    return Extent("the six", six, 6.0), Extent("all", course.exercises, 25.0)


def measured(course: Course, folder: Path, runs: int) -> tuple[Grading, ...]:
    """Grade the folder in each extent with each number of processes, by turns."""
    cases = [(extent, jobs) for extent in extents(course) for jobs in JOBS]
    rounds = [[graded(course, folder, *case) for case in cases] for _ in range(runs)]
    return tuple(
        replace(one[0], seconds=tuple(run.seconds[0] for run in one))
        for one in zip(*rounds, strict=True)
    )


def graded(course: Course, folder: Path, extent: Extent, jobs: int) -> Grading:
    """Grade the folder once; the wall time holds everything, starting the processes too."""
    begun = time.perf_counter()
    exercises = tuple(exercise.id for exercise in extent.exercises)
    setup = GraderSetup(course.root, exercises, Seed("benchmark"))
    with Store(None) as store:
        gradebook = grade_batch(course, setup, folder, store=store, jobs=jobs).gradebook
    seconds = time.perf_counter() - begun
    for result in gradebook.results:
        if result.status is SubmissionStatus.UNGRADED:
            sys.exit(f"{result.student} could not be graded: {result.reason}")
    checks = sum(
        len(exercise.checks) for result in gradebook.results for exercise in result.exercises
    )
    return Grading(
        exercises=extent.name,
        longest_seconds=extent.longest_seconds,
        jobs=jobs,
        seconds=(seconds,),
        submissions=len(gradebook.results),
        checks=checks,
    )


def as_text(gradings: Sequence[Grading]) -> str:
    """Return the gradings as a table, and under it what is claimed."""
    first = gradings[0]
    claimed = [grading for grading in gradings if grading.jobs == JOBS[-1]]
    return "\n".join(
        (
            f"{first.submissions} submissions, {len(first.seconds)} runs by turns, "
            f"{os.cpu_count()} cores",
            f"{'exercises':<11}{'checks':>8}{'jobs':>6}{'min s':>8}{'median s':>10}{'max s':>8}"
            f"{'checks/s':>10}",
            *(
                f"{grading.exercises:<11}{grading.checks:>8,}{grading.jobs:>6}"
                f"{min(grading.seconds):>8.2f}{grading.median:>10.2f}{max(grading.seconds):>8.2f}"
                f"{grading.checks_a_second:>10.0f}"
                for grading in gradings
            ),
            *(
                f"wanted: {grading.exercises} in at most {grading.longest_seconds:.0f} s with "
                f"{grading.jobs} jobs: {'holds' if grading.holds else 'does not hold'}"
                for grading in claimed
            ),
        )
    )


def as_json(gradings: Sequence[Grading]) -> str:
    """Return the gradings as JSON."""
    rows = [
        asdict(grading)
        | {
            "median": grading.median,
            "checks_a_second": grading.checks_a_second,
            "holds": grading.holds,
        }
        for grading in gradings
    ]
    holds = all(grading.holds for grading in gradings)
    return json.dumps({"gradings": rows, "cores": os.cpu_count(), "holds": holds}, indent=2)


if __name__ == "__main__":
    main()
