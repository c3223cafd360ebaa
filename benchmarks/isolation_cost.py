"""Measure what strict isolation costs.

``python benchmarks/isolation_cost.py`` grades the example class with ``--isolation process`` and
with ``--isolation strict`` by turns, each as a whole command with one job, and compares the wall
times. Then it grades a submission of 60 trivial checks again and again in one grader, and counts
the CPU time that each takes on top of the one before: in the trusted process, in the fork server
and in the worker, everything but their start. It exits 1 if strict takes more than 1.5 times as
long as process, or the submission more than 40 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import load_course  # noqa: E402
from autograder.grading.grader import Grader, function_names  # noqa: E402
from autograder.grading.intake import Readings, find_entries, read_submission  # noqa: E402
from autograder.grading.results import SubmissionStatus  # noqa: E402
from autograder.grading.seed import Seed  # noqa: E402
from autograder.reference.sources import Sources  # noqa: E402

LARGEST_RATIO = 1.5
MOST_CPU_SECONDS = 0.040
CHECKS = 60
COURSE = """\
[course]
title = "Sixty trivial checks"
points = 60

[[unit]]
id = "only"
title = "The only one"

[[exercise]]
id = "e01_trivial"
unit = "only"
title = "Trivial"
goal = "Add one."
points = 60
hints = ["What?", "What then?", "One?"]
needs = []
"""
SOLUTION = "import numpy as np\n\n\ndef add_one(a):\n    return a + 1\n"
CHECK = """

@check("{number} and one more.", points=1, hint="How many?")
def test_{number}(student, reference, probe):
    expect(student.add_one, probe.array(3, 4)).equals(reference.add_one)
"""


@dataclass(frozen=True)
class Costs:
    """The measured times, all in seconds."""

    strict: tuple[float, ...]
    process: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median wall time of strict over that of process."""
        return statistics.median(self.strict) / statistics.median(self.process)

    @property
    def cpu_of_a_submission(self) -> float:
        """The middle one of the CPU times."""
        return statistics.median(self.cpu)

    @property
    def holds(self) -> bool:
        """Whether isolation is as cheap as it is meant to be."""
        return self.ratio <= LARGEST_RATIO and self.cpu_of_a_submission <= MOST_CPU_SECONDS


def main() -> None:
    """Measure, print, and exit 1 if it costs too much."""
    parser = argparse.ArgumentParser(description="Measure what strict isolation costs.")
    parser.add_argument("--runs", type=int, default=3, help="pairs of whole commands")
    parser.add_argument("--submissions", type=int, default=40, help="of 60 trivial checks")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        place = Path(scratch)
        pairs = [
            (graded_class("process", place), graded_class("strict", place))
            for _ in range(arguments.runs)
        ]
        cpu = tuple(cpu_of_submissions(place, arguments.submissions))
    process, strict = zip(*pairs, strict=True)
    costs = Costs(strict, process, cpu)
    print(as_json(costs) if arguments.json else as_text(costs))
    sys.exit(0 if costs.holds else 1)


def graded_class(isolation: str, place: Path) -> float:
    """Return the wall time of grading the example class, as a whole command."""
    command = [sys.executable, "-m", "autograder.cli.main", "grade", "examples/class"]
    # A folder of its own: what an earlier run stored would not be graded again.
    out = tempfile.mkdtemp(dir=place)
    command += ["--isolation", isolation, "--jobs", "1", "--out", out]
    command += ["--seed", "benchmark"]
    begun = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"grading ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return took


def cpu_of_submissions(place: Path, count: int) -> list[float]:
    """Return the CPU time of each of `count` submissions of 60 trivial checks.

    The server and its workers are this process's descendants. The time that they used counts
    here when they have ended, so the times of two runs of different length are compared.
    """
    root = trivial_course(place / "course")
    folder = place / "submissions"
    for number in range(2 * count):
        (folder / f"s{number:04d}").mkdir(parents=True)
        (folder / f"s{number:04d}" / "e01_trivial.py").write_text(SOLUTION)
    # By turns a short run and a long one; the difference is net of every start. It is small beside
    # what a shared machine takes more or less of, so it takes some turns to tell its middle.
    found = []
    for _ in range(9):
        short = cpu_of_run(root, folder, count)
        long = cpu_of_run(root, folder, 2 * count)
        found.append((long - short) / count)
    return found


def cpu_of_run(root: Path, folder: Path, count: int) -> float:
    """Return the CPU time of grading `count` submissions, their processes' included."""
    course = load_course(root)
    functions = function_names(Sources(course))
    before = cpu_used()
    readings = Readings("strict", functions)  # of folders of modules, which nothing has to open
    with Grader(course, course.exercises, Seed("benchmark")) as grader:
        for entry in find_entries(folder, ["e01_trivial"], readings)[:count]:
            result = grader.grade_submission(read_submission(entry, functions, readings))
            if result.status is not SubmissionStatus.GRADED or result.total != CHECKS:
                sys.exit(f"{result.student} has {result.total} points: {result.reason}")
    return cpu_used() - before


def cpu_used() -> float:
    """Return the CPU time of this process and of all its descendants that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def trivial_course(root: Path) -> Path:
    """Write a course with one exercise and 60 checks."""
    files = {
        "course.toml": COURSE,
        "solutions/e01_trivial.py": SOLUTION,
        "autograder/misconceptions/e01_trivial.py": "",
        "autograder/checks/test_e01_trivial.py": "from autograder.checking import check, expect\n"
        + "".join(CHECK.format(number=number) for number in range(CHECKS)),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def as_text(costs: Costs) -> str:
    """Return the costs as a table."""
    rows: Sequence[tuple[str, Sequence[float]]] = (
        ("--isolation process", costs.process),
        ("--isolation strict", costs.strict),
    )
    return "\n".join(
        (
            f"the example class, whole command, one job, {len(costs.strict)} pairs by turns",
            f"{'seconds':<24}{'min':>8}{'median':>8}{'max':>8}",
            *(
                f"{name:<24}{min(times):>8.2f}{statistics.median(times):>8.2f}{max(times):>8.2f}"
                for name, times in rows
            ),
            f"ratio of medians        {costs.ratio:.2f}, {LARGEST_RATIO} wanted at the most",
            f"a submission of {CHECKS} trivial checks: {1000 * costs.cpu_of_a_submission:.1f} ms "
            f"of CPU net of start-up, {1000 * MOST_CPU_SECONDS:.0f} wanted at the most",
            "holds" if costs.holds else "does not hold",
        )
    )


def as_json(costs: Costs) -> str:
    """Return the costs as JSON."""
    figures = asdict(costs) | {
        "ratio": costs.ratio,
        "cpu_of_a_submission": costs.cpu_of_a_submission,
        "holds": costs.holds,
    }
    return json.dumps(figures, indent=2)


if __name__ == "__main__":
    main()
