"""How long `nbgrader autograde` takes with Nudge's engine, and how long with nbgrader's own.

Run `python benchmarks/nbgrader_autograde.py [--students 30]` where nbgrader is installed (`pip
install -e '.[nbgrader]'`). The same submissions of the unit `forward`, eleven notebooks each, are
graded by the same command under two configurations. Each is timed with one submission and with
all, so that the difference is what the others cost, without the start of the command.
"""

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Run as a script, Python looks in benchmarks/ alone; this checkout's packages are one up.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import load_course  # noqa: E402

UNIT = "forward"
WANTED = 5.0  # times faster

NUDGE = """
from autograder.packaging.nbgrader.configure import nudge_steps

c.Autograde.autograde_preprocessors = nudge_steps(c)
"""


def main() -> None:
    """Measure and print; end with 1 if what is claimed does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=30)
    students = parser.parse_args().students
    with tempfile.TemporaryDirectory() as folder:
        made = _released(Path(folder))
        _hand_in(made, students)
        print(
            f"{students} submissions of {UNIT}, {_notebooks(made)} notebooks each; "
            f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores"
        )
        print(f"seconds             1 submission   {students:3} submissions   for each more")
        cost = {}
        for name, lines in (("Nudge's engine", NUDGE), ("stock Execute", "")):
            course = made.with_name(name.replace(" ", "-"))
            shutil.copytree(made, course)
            with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
                file.write(lines)
            one = _timed(course, "--student", "s01")
            # The one that is graded already is graded again, so that both counts are whole.
            everyone = _timed(course, "--force")
            cost[name] = (everyone - one) / (students - 1)
            print(f"{name:19} {one:12.1f} {everyone:17.1f} {cost[name]:15.2f}", flush=True)
            _nbgrader(course, "export")
        ratio = cost["stock Execute"] / cost["Nudge's engine"]
        same = _totals(made.with_name("Nudge's-engine")) == _totals(made.with_name("stock-Execute"))
    holds = ratio >= WANTED and same
    print(f"both give the same totals: {'yes' if same else 'no'}")
    print(
        f"{ratio:.1f} times as fast, net of start-up; wanted: at least {WANTED:g} times: "
        f"{'holds' if holds else 'does not hold'}"
    )
    sys.exit(0 if holds else 1)


def _released(folder: Path) -> Path:
    course = folder / "course"
    command = [sys.executable, "-m", "autograder.cli.main", "notebooks", "--course", str(course)]
    subprocess.run([*command, "--from", str(ROOT)], env=_environment(folder), check=True)
    _nbgrader(course, "generate_assignment", UNIT)
    return course


def _hand_in(course: Path, students: int) -> None:
    """Hand in: of each student's notebooks two thirds are right, and most of the others blank.

    Exercises that a later one needs are always right: where they are blank, Nudge grades the later
    one with a right one supplied, stock nbgrader does not, and the totals could not be the same.
    """
    exercises = load_course(ROOT).exercises
    needed = {name for exercise in exercises for name in exercise.needs}
    for student in range(students):
        folder = course / "submitted" / f"s{student + 1:02}" / UNIT
        shutil.copytree(course / "release" / UNIT, folder)
        for number, path in enumerate(sorted(folder.glob("*.ipynb"))):
            if (student + number) % 3 or path.stem in needed:
                shutil.copyfile(course / "source" / UNIT / path.name, path)


def _notebooks(course: Path) -> int:
    return len(list((course / "source" / UNIT).glob("*.ipynb")))


def _timed(course: Path, *words: str) -> float:
    begun = time.perf_counter()
    _nbgrader(course, "autograde", UNIT, *words)
    return time.perf_counter() - begun


def _totals(course: Path) -> dict[str, float]:
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: round(float(row["score"]), 2) for row in csv.DictReader(file)}


def _nbgrader(course: Path, *words: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env=_environment(course.parent),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(f"nbgrader {' '.join(words)} failed:\n{ended.stdout}\n{ended.stderr}")


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which Jupyter keeps what it keeps in a folder of the benchmark."""
    names = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    home = folder / "home"
    home.mkdir(exist_ok=True)
    # nbgrader starts alembic by its bare name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"PYTHONPATH": str(ROOT), "PATH": path, **dict.fromkeys(names, str(home))}
    return {**os.environ, **own}


if __name__ == "__main__":
    main()
