"""Whether right submissions get equal marks while the machine has other work to do.

Run `python benchmarks/under_load.py [--runs 5] [--loops 6] [--nudge PATH]`. Two students hand in
the solutions, with a long experiment at the end of each module, as one leaves it there. Grading has
one core and shares it with busy loops. Each run is a program of its own with a new store, and its
marks are printed; --nudge takes another installation's command, to compare.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("solutions", "exercises", "autograder", "datasets")
EXPERIMENT = """

total = 0
for number in range({count}):
    total += number * number % 7
"""


def main() -> None:
    """Grade again and again, and print the marks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--loops", type=int, default=6)
    parser.add_argument("--experiment", type=float, default=0.5, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=20, help="submission_seconds")
    parser.add_argument("--nudge", type=Path, default=Path(sys.executable).with_name("nudge"))
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    totals = set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course = _course(folder / "course", arguments.seconds)
        submissions = _submissions(folder / "submissions", arguments.experiment)
        print(
            f"2 right submissions, {arguments.experiment:g} s of computing at the end of each "
            f"module, submission_seconds = {arguments.seconds:g}, one core shared with "
            f"{arguments.loops} busy loops"
        )
        with _busy(arguments.loops):
            for run in range(1, arguments.runs + 1):
                begun = time.perf_counter()
                marks = _grade(arguments.nudge, course, submissions, folder / f"out{run}")
                seconds = time.perf_counter() - begun
                said = ", ".join(f"{mark:6.2f}" for mark in marks)
                print(f"run {run}: {said}   in {seconds:.0f} s", flush=True)
                totals |= set(marks)
    holds = totals == {100.0}
    print(f"wanted: every mark 100: {'holds' if holds else 'does not hold'}")
    sys.exit(0 if holds else 1)


def _course(root: Path, seconds: float) -> Path:
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    manifest = (ROOT / "course.toml").read_text(encoding="utf-8")
    limits = f"[limits]\nsubmission_seconds = {seconds:g}\n"
    (root / "course.toml").write_text(manifest.replace("[limits]\n", limits, 1), encoding="utf-8")
    return root


def _submissions(folder: Path, seconds: float) -> Path:
    experiment = EXPERIMENT.format(count=_count(seconds))
    for student in ("amara", "bilal"):
        (folder / student).mkdir(parents=True)
        for module in (ROOT / "solutions").glob("e[0-9]*.py"):
            if not module.name.startswith("e19"):  # an extra, without points
                text = module.read_text(encoding="utf-8")
                (folder / student / module.name).write_text(text + experiment, encoding="utf-8")
    return folder


def _count(seconds: float) -> int:
    """Return how often the experiment's loop goes round in so much computing."""
    tried = 500_000
    begun = time.thread_time()
    exec(EXPERIMENT.format(count=tried), {})
    return int(tried * seconds / (time.thread_time() - begun))


@contextlib.contextmanager
def _busy(count: int) -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _grade(nudge: Path, course: Path, submissions: Path, out: Path) -> list[float]:
    command = [str(nudge), "grade", str(submissions), "--course", str(course)]
    command += ["--out", str(out), "--jobs", "2", "--seed", "load"]
    subprocess.run(command, cwd=course, capture_output=True, check=True)
    book = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))
    return [submission["total"] for submission in book["submissions"]]


if __name__ == "__main__":
    main()
