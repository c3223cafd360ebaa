"""Measure the CPU time of `nudge grade` and its processes: for one submission more, and to start.

Right submissions of e04, e07 and e12 are graded in folders of two sizes, with one process. The
difference between the two, divided, is one submission more; what is left is the start. Rounds go
by turns, so that the machine's moment meets all sizes alike; the medians of the rounds' own
differences are told. With `--against NUDGE`, the command of another checkout is measured in the
same rounds and the ratio is told: that is the figure to believe, whatever the machine.

    python benchmarks/one_submission_more.py [--rounds 7] [--against OTHER/.venv/bin/nudge]
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ("e04_sigmoid", "e07_dense", "e12_cost")
SIZES = (1, 5, 45)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", type=Path, help="the nudge of another checkout")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    commands = {"this": Path(sys.executable).with_name("nudge")}
    if given.against:
        commands["other"] = given.against
    rounds: list[dict[str, dict[int, float]]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folders = {size: _class_of(size, Path(scratch)) for size in SIZES}
        for _ in range(given.rounds):
            rounds.append(
                {
                    name: {size: _cpu(command, folders[size], Path(scratch)) for size in SIZES}
                    for name, command in commands.items()
                }
            )
    found = {name: _figures([one[name] for one in rounds]) for name in commands}
    if given.json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(f"{name}: " + ", ".join(f"{what} {value:.1f} ms" for what, value in figures.items()))
    if given.against:
        for what in found["this"]:
            print(f"{what}: {found['this'][what] / found['other'][what]:.2f} of the other")


def _figures(rounds: list[dict[int, float]]) -> dict[str, float]:
    _, few, many = SIZES
    more = [(one[many] - one[few]) / (many - few) for one in rounds]
    return {
        "one submission more": 1000 * statistics.median(more),
        "one submission, start included": 1000 * statistics.median(one[SIZES[0]] for one in rounds),
    }


def _class_of(size: int, scratch: Path) -> Path:
    folder = scratch / f"class{size}"
    for number in range(size):
        student = folder / f"student{number:03d}"
        student.mkdir(parents=True)
        for exercise in EXERCISES:
            shutil.copyfile(ROOT / "solutions" / f"{exercise}.py", student / f"{exercise}.py")
    return folder


def _cpu(command: Path, submissions: Path, scratch: Path) -> float:
    """Return the CPU seconds of one run and everything that it started."""
    out = scratch / "out"
    shutil.rmtree(out, ignore_errors=True)
    only = [word for exercise in EXERCISES for word in ("--only", exercise[:3])]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [command, "grade", submissions, "--out", out, "--jobs", "1", "--seed", "any", *only],
        cwd=command.parents[2],
        env={**os.environ, "COLUMNS": "200"},
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
