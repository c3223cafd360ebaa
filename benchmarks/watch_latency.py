"""From save to screen: how long a student waits for `nudge watch`.

Starts it on a terminal of its own in a fresh handout, saves one exercise again and again, now right
and now wrong, and takes the time until the redrawn screen that says so is complete. It exits 1 if
any save took 300 ms or more. Linux and macOS.
"""

import argparse
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Course, load_course  # noqa: E402
from autograder.packaging.handout import write_handout  # noqa: E402

LONGEST_SECONDS = 0.3
PROGRAM = "from autograder.cli.main import main; main()"


def main() -> None:
    """Measure, print, and exit 1 if one save took too long."""
    parser = argparse.ArgumentParser(description="Measure nudge watch from save to screen.")
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two saves")
    parser.add_argument("--exercise", default="e07", help="which exercise is saved")
    parser.add_argument("--all", action="store_true", help="watch all exercises, not that alone")
    arguments = parser.parse_args()
    if arguments.saves < 1:
        parser.error("--saves must be at least 1")
    course = load_course(ROOT)
    with tempfile.TemporaryDirectory(prefix="nudge-benchmark-") as scratch:
        handout = solved_handout(course, Path(scratch) / "handout")
        exercise = course.exercise(arguments.exercise)
        only = [] if arguments.all else [exercise.id]
        took = measured(
            handout,
            handout / "exercises" / f"{exercise.id}.py",
            only,
            arguments.saves,
            arguments.pause,
        )
    longest = max(took)
    holds = longest < LONGEST_SECONDS
    watched = "all exercises" if arguments.all else exercise.id
    print(f"{len(took)} saves of {exercise.id}, watching {watched}, {os.cpu_count()} cores")
    print(f"{'':8}{'min':>8}{'median':>8}{'max':>8}")
    print(f"{'seconds':8}{min(took):>8.3f}{statistics.median(took):>8.3f}{longest:>8.3f}")
    print(f"wanted: each below {LONGEST_SECONDS} s: {'holds' if holds else 'does not hold'}")
    sys.exit(0 if holds else 1)


def solved_handout(course: Course, folder: Path) -> Path:
    """Write a handout and put the right answers in."""
    write_handout(course, folder)
    for exercise in course.exercises:
        shutil.copyfile(course.solution(exercise), folder / "exercises" / f"{exercise.id}.py")
    return folder


def measured(
    handout: Path, module: Path, only: list[str], saves: int, pause: float
) -> tuple[float, ...]:
    """Return the seconds from each save to the end of the drawing that it caused."""
    right = module.read_text(encoding="utf-8")
    master, terminal = pty.openpty()
    watch = subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM, "watch", *only],
        cwd=handout,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    took = []
    try:
        read_until(master, b"all checks at ")
        for turn in range(saves):
            time.sleep(pause)
            # By turns right and wrong, each time in other words.
            change = f"\n# {turn}\n" if turn % 2 else f"\n\nraise ValueError('turn {turn}.')\n"
            begun = time.perf_counter()
            module.write_text(right + change, encoding="utf-8")
            read_until(
                master,
                b" at ",
                b"every check here passes" if turn % 2 else f"turn {turn}.".encode(),
            )
            took.append(time.perf_counter() - begun)
    finally:
        watch.terminate()
        watch.wait()
        os.close(master)
    return tuple(took)


def read_until(terminal: int, *wanted: bytes) -> None:
    """Read until what was drawn since now is a whole screen with all of `wanted` in it."""
    drawn = b""
    while not (all(text in drawn for text in wanted) and b"ends." in drawn):
        if not select.select([terminal], [], [], 30.0)[0]:
            sys.exit(f"the watch does not draw: {drawn[-2000:].decode('utf-8', 'replace')}")
        drawn += os.read(terminal, 65536)


if __name__ == "__main__":
    main()
