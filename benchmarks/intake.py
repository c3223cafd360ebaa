"""Measure what it costs to read a class of zips and a class of notebooks, once and once more.

Each class is read and stored as `nudge grade` does it, and nothing is graded: once with an empty
store, then with what that left. Told is the CPU time of all processes for one submission
more, from classes of two sizes; what is left is the start. With `--against CHECKOUT`, another
checkout reads the same classes in the same rounds, and the differences and ratios are told.

    python benchmarks/intake.py [--rounds 5] [--against OTHER]

Exits 1 if a first reading costs more than 10 ms more than in the other checkout, or if a second one
starts a process.
"""

import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (10, 70)
MOST_MORE = 10.0  # ms
KINDS = ("zips", "notebooks")

# Runs in a checkout, and uses what 0.1.0 had, too.
_READ = """
import contextlib, inspect, json, sys
from pathlib import Path
from autograder.course import load_course
from autograder.grading.batch import CourseContent, look_up
from autograder.grading.grader import GraderSetup
from autograder.grading.intake import find_entries
from autograder.grading.results import SubmissionResult, SubmissionStatus
from autograder.grading.seed import Seed
from autograder.grading.store import Store
course = load_course(Path("."))
ids = tuple(exercise.id for exercise in course.exercises)
setup = GraderSetup(course.root, ids, Seed("any"))
content = CourseContent(course, setup)
folder, store = Path(sys.argv[1]), Path(sys.argv[2])
started = []
sys.addaudithook(lambda event, _: started.append(event) if event == "subprocess.Popen" else None)
with Store(store) as opened, contextlib.ExitStack() as stack:
    further = ()
    if "readings" in inspect.signature(look_up).parameters:
        from autograder.grading.grader import function_names
        from autograder.grading.intake import Readings
        from autograder.reference.sources import Sources
        names = function_names(Sources(course))
        further = (names, stack.enter_context(Readings("strict", names, opened)))
    entries = find_entries(folder, ids, *further[1:])
    for one in look_up(course, content, opened, entries, *further):
        assert len(one.submission.modules) >= 10, one.submission
        if not one.is_stored:
            result = SubmissionResult(one.submission.student, "", SubmissionStatus.REFUSED)
            opened.add_submission(one.content.digest, result, one.submission.modules)
print(json.dumps({"processes": len(started)}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path, help="another checkout, with a .venv")
    given = parser.parse_args()
    checkouts = {"this": ROOT} | ({"other": given.against.resolve()} if given.against else {})
    rounds = []
    with tempfile.TemporaryDirectory() as scratch:
        classes = {(kind, size): _class_of(kind, size, scratch) for kind in KINDS for size in SIZES}
        for _ in range(given.rounds):
            rounds.append(
                {
                    (name, kind, size): _twice(checkout, classes[kind, size])
                    for kind, size in classes
                    for name, checkout in checkouts.items()
                }
            )
    holds = True
    few, many = SIZES
    for kind in KINDS:
        for turn, what in enumerate(("first", "second")):
            more = {
                name: statistics.median(
                    (one[name, kind, many][turn][0] - one[name, kind, few][turn][0]) / (many - few)
                    for one in rounds
                )
                for name in checkouts
            }
            started = max(one["this", kind, many][turn][1] for one in rounds)
            told = ", ".join(f"{name} {1000 * value:.2f} ms" for name, value in more.items())
            if given.against:
                difference = 1000 * (more["this"] - more["other"])
                told += f", {difference:+.2f} ms, {more['this'] / more['other']:.2f} of the other"
                holds &= turn == 1 or difference <= MOST_MORE
            holds &= turn == 0 or started == 0
            print(f"{kind}, {what} reading, one submission more: {told}; {started} started")
        start = statistics.median(one["this", kind, few][0][0] for one in rounds)
        print(f"{kind}, first reading of {few}, start included: {1000 * start:.0f} ms")
    print(f"wanted: at most {MOST_MORE:g} ms more, and no process the second time: {holds}")
    sys.exit(0 if holds else 1)


def _twice(checkout: Path, folder: Path) -> list[tuple[float, int]]:
    """Return the CPU seconds of a first and a second reading, and the programs each started."""
    with tempfile.TemporaryDirectory() as scratch:
        return [_read(checkout, folder, Path(scratch) / "results.sqlite") for _ in range(2)]


def _read(checkout: Path, folder: Path, store: Path) -> tuple[float, int]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", _READ, folder, store],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=True,
        capture_output=True,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, json.loads(done.stdout)["processes"]


def _class_of(kind: str, size: int, scratch: str) -> Path:
    folder = Path(scratch) / f"{kind}{size}"
    solutions = sorted((ROOT / "solutions").glob("e*.py"))
    for number in range(size):
        student = folder / f"student{number:03d}"
        mark = f"\n# {number}\n"
        texts = {path.stem: path.read_text(encoding="utf-8") + mark for path in solutions}
        if kind == "zips":
            folder.mkdir(exist_ok=True)
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in texts.items():
                    archive.writestr(f"handout/exercises/{name}.py", text)
            student.with_suffix(".zip").write_bytes(buffer.getvalue())
        else:
            student.mkdir(parents=True)
            for name, text in texts.items():
                (student / f"{name}.ipynb").write_text(_notebook(text), encoding="utf-8")
    return folder


def _notebook(text: str) -> str:
    cells = [cell.partition("\n")[2] for cell in text.split("\n# %%")[1:]]
    output = {"output_type": "stream", "name": "stdout", "text": ["0.5\n"] * 50}
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [output], "source": cell}
        for cell in (cells or [text])
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


if __name__ == "__main__":
    main()
