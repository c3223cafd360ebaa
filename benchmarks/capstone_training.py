"""Measure how long e18's network trains in a worker, and how well it then reads.

``python benchmarks/capstone_training.py`` trains the 784-16-16-10 network of the solutions on the
1,500 embedded digits in strictly isolated workers, as a submission's is trained: 10 epochs, batches
of 10, η = 1.5. It exits 1 if a training takes two seconds or a network reads less than 92 % of the
297 digits that it never saw.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import datasets  # noqa: E402
from autograder.calls.answer import CallStatus  # noqa: E402
from autograder.checking import Rng, Script  # noqa: E402
from autograder.course import Course, load_course  # noqa: E402
from autograder.isolation import open_isolation  # noqa: E402

SIZES = [784, 16, 16, 10]
EPOCHS, BATCH_SIZE, ETA = 10, 10, 1.5
LONGEST_SECONDS = 2.0
LEAST_SHARE = 0.92


def main() -> None:
    """Measure, print, and exit 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=8, help="networks to train")
    seeds = parser.parse_args().seeds
    course = load_course(ROOT)
    measured = [trained(course, seed) for seed in range(seeds)]
    seconds, shares = zip(*measured, strict=True)
    print(f"{seeds} networks, each trained for {EPOCHS} epochs in a worker of its own")
    print("                     min  median     max")
    print(f"seconds          {_row(seconds, '7.2f')}")
    print(f"read rightly, %  {_row([100 * share for share in shares], '7.1f')}")
    holds = statistics.median(seconds) < LONGEST_SECONDS and min(shares) >= LEAST_SHARE
    print(
        f"wanted: below {LONGEST_SECONDS:g} s, and at least {100 * LEAST_SHARE:g} % of 297 digits: "
        f"{'holds' if holds else 'does not hold'}"
    )
    sys.exit(0 if holds else 1)


def trained(course: Course, seed: int) -> tuple[float, float]:
    """Train one network; return the seconds from the question to the answer, and its share."""
    digits = datasets.load("embedded")
    X, Y = _columns(digits.train_images), np.eye(10)[digits.train_labels].T
    script = Script()
    begin = script.call("init_parameters", SIZES, Rng(seed))
    learned = script.call("train", begin, X, Y, EPOCHS, BATCH_SIZE, ETA, Rng(seed))
    share = script.call(
        "accuracy", script.item(learned, 0), _columns(digits.test_images), digits.test_labels
    )
    capstone = course.exercise("e18")
    modules = {
        f"exercises.{exercise.id}": course.solution(exercise).read_bytes()
        for exercise in course.exercises
    }
    limits = {f"exercises.{capstone.id}": capstone.limits}
    with (
        open_isolation("strict", course.limits) as server,
        server.open(modules, limits=limits) as session,
    ):
        caller = session.caller(f"exercises.{capstone.id}")
        caller.call("confusion", [digits.test_labels, digits.test_labels, 10])  # it is loaded now
        begun = time.perf_counter()
        answer = caller.call("script", [script.giving(share)])
        seconds = time.perf_counter() - begun
    if answer.status is not CallStatus.RETURNED:
        sys.exit(f"the training did not end well: {answer.text}")
    return seconds, float(answer.value)


def _columns(images: np.ndarray) -> np.ndarray:
    columns: np.ndarray = images.reshape(len(images), -1).T / 255.0
    return columns


def _row(figures: Sequence[float], form: str) -> str:
    shown = (min(figures), statistics.median(figures), max(figures))
    return " ".join(format(figure, form) for figure in shown)


if __name__ == "__main__":
    main()
