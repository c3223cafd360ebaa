"""Count the hops of a mark's way: from `nudge grade` to a page, how many calls into another module.

One submission of one exercise is graded, in this process and in one that is forked from it. Four
stations are watched: the submission is read, a check is decided, the mark is stored, the mark is on
a page. At each, the stack of the engine's functions shows the way there. A hop is a call from one
module into another; what leads to a station as it led to the one before is counted once. A module
that is entered again after the way has left it is named.

    python benchmarks/hops.py            # the table
    python benchmarks/hops.py --json     # the same for a script
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise, takewhile
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.cli.main import main as nudge  # noqa: E402
from autograder.course import load_course  # noqa: E402

EXERCISE = "e07_dense"
# Each station has a description and the functions that do the work, in whatever module.
STATIONS = (
    ("the submission is read", ("read_submission",)),
    ("a check is decided", ("difference",)),
    ("the mark is stored", ("add_submission",)),
    ("the mark is on a page", ("feedback_page",)),
)

Frame = tuple[str, str]  # a module and a function


def main() -> None:
    """Grade, and print the way."""
    with tempfile.TemporaryDirectory() as scratch:
        stacks = way(Path(scratch))
    hops = [_hops(stack, before) for before, stack in pairwise([[], *stacks])]
    again = _entered_again(hops)
    total = sum(len(steps) for steps in hops)
    if "--json" in sys.argv[1:]:
        print(json.dumps({"hops": total, "entered_again": again}))
        return
    for (what, _), steps in zip(STATIONS, hops, strict=True):
        print(f"{what}: {len(steps)}")
        for caller, called in steps:
            print(f"    {caller} → {called}")
    print(f"{total} hops; entered again: {', '.join(again) or 'none'}")


def way(scratch: Path) -> list[list[Frame]]:
    """Return the stack of the engine's frames at each station, the first time it is reached."""
    student = scratch / "submissions" / "ada"
    student.mkdir(parents=True)
    course = load_course(ROOT)
    for exercise in ("e04_sigmoid", EXERCISE):
        source = course.solution(course.exercise(exercise)).read_bytes()
        (student / f"{exercise}.py").write_bytes(source)
    found = scratch / "stations"
    arguments = ["grade", str(student.parent), "--out", str(scratch / "out"), "--jobs", "1"]
    arguments += ["--only", "e07", "--course", str(ROOT), "--seed", "hops"]
    sys.setprofile(_watching(found))
    try:
        with suppress(SystemExit):
            nudge(arguments)
    finally:
        sys.setprofile(None)
    first: dict[int, list[Frame]] = {}
    for line in found.read_text(encoding="utf-8").splitlines():
        number, stack = json.loads(line)
        first.setdefault(number, [(module, function) for module, function in stack])
    return [first[station] for station in range(len(STATIONS))]


def _watching(found: Path) -> Callable[[FrameType, str, Any], None]:
    """Return what notes the stack of a station, in whatever process it is reached."""
    stations = {name: number for number, (_, names) in enumerate(STATIONS) for name in names}
    reached: set[int] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        number = stations.get(frame.f_code.co_name) if event == "call" else None
        if number is not None and number not in reached and _module(frame):
            reached.add(number)
            with found.open("a", encoding="utf-8") as file:
                file.write(json.dumps([number, _stack(frame)]) + "\n")

    return watch


def _stack(frame: FrameType | None) -> list[Frame]:
    frames = []
    while frame is not None:
        if module := _module(frame):
            frames.append((module, frame.f_code.co_name))
        frame = frame.f_back
    return frames[::-1]


def _module(frame: FrameType) -> str:
    """Return the dotted name of a module of the engine or of a check file, or nothing."""
    name = str(frame.f_globals.get("__name__", ""))
    if name.startswith("test_e"):
        return f"checks.{name}"
    return name.removeprefix("autograder.") if name.startswith("autograder.") else ""


def _hops(stack: Sequence[Frame], before: Sequence[Frame]) -> list[tuple[str, str]]:
    """Return the calls into another module on the way that was not gone before."""
    pairs = zip(stack, before, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    own = stack[max(common - 1, 0) :]
    return [(one, other) for (one, _), (other, _) in pairwise(own) if one != other]


def _entered_again(hops: Sequence[Sequence[tuple[str, str]]]) -> list[str]:
    """Return the modules that are called into from elsewhere after they were left."""
    entered: set[str] = set()
    again: dict[str, None] = {}
    for steps in hops:
        for caller, called in steps:
            entered.add(caller)
            if called in entered:
                again[called] = None
            entered.add(called)
    return list(again)


if __name__ == "__main__":
    main()
