"""How long `nudge grade` takes a first and a second time, and after one check has changed.

Run `python benchmarks/second_run.py [--runs 5] [--jobs N]`. Each run is a program of its own, as
an instructor starts it; the median is told. The course is a copy, since a check of it is edited.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("solutions", "exercises", "autograder", "datasets")
EDITED = "autograder/checks/test_e07_dense.py"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = _copied_course(Path(folder) / "course")
        out = Path(folder) / "out"

        def grade() -> str:
            return _grade(course, out, arguments.jobs)

        first = _measured(arguments.runs, lambda: shutil.rmtree(out, ignore_errors=True), grade)
        second = _measured(arguments.runs, lambda: None, grade)
        changed = _measured(arguments.runs, lambda: _edit(course), grade)
    count = len(list((ROOT / "examples" / "class").iterdir()))
    print(f"{count} submissions, {arguments.jobs} processes, median of {arguments.runs} runs,")
    print(
        f"Python {platform.python_version()} on {platform.machine()}; seconds of the whole command"
    )
    for name, (seconds, said) in {
        "first run": first,
        "second run": second,
        "one check of e07 changed": changed,
    }.items():
        print(f"  {name:26} {seconds:6.2f}   {seconds / first[0]:6.1%}   {said}")


def _measured(runs: int, before: Callable[[], None], grade: Callable[[], str]) -> tuple[float, str]:
    times = []
    said = ""
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        said = grade()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), said


def _grade(course: Path, out: Path, jobs: int) -> str:
    """Grade the example class; return how much was graded and how much was in the store."""
    command = [sys.executable, "-m", "autograder.cli.main", "grade", "examples/class"]
    command += ["--course", str(course), "--out", str(out), "--jobs", str(jobs), "--seed", "speed"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.rpartition("submissions (")[2].partition(")")[0]


def _copied_course(root: Path) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "course.toml", root / "course.toml")
    return root


def _edit(course: Path) -> None:
    path = course / EDITED
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")


if __name__ == "__main__":
    main()
