"""`python -m autograder.pictures e04`: draws the pictures of a handout's own exercises.

A handout has this instead of `nudge show`: the student's own code runs in this process.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from autograder.checking.in_process import InProcessCaller
from autograder.course import ModuleSet, UserError
from autograder.pictures.drawing import available, chosen, described, portrait
from autograder.pictures.picture import maker, places, show
from datasets import DatasetError

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what the command line names; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.pictures", description="Draw pictures of what your functions do."
    )
    parser.add_argument("exercise", nargs="*", help="e04, …, or all; without it, list the pictures")
    parser.add_argument(
        "--out", type=Path, help="a file.png or a folder; the folder out by default"
    )
    parser.add_argument("--window", action="store_true", help="open a window, too")
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe on Windows may lack the signs ² and η.
        sys.stdout.reconfigure(errors="replace")
    try:
        if not given.exercise:
            print(described(available()))
            return 0
        _draw(chosen(given.exercise, available()), given.out, given.window)
    except BrokenPipeError:
        return 0  # the reader has seen enough
    except (UserError, DatasetError, OSError) as error:
        print(f"pictures: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("pictures: interrupted", file=sys.stderr)
        return 130
    return 0


def _draw(exercises: Sequence[str], out: Path | None, window: bool) -> None:
    folder = _ROOT / "exercises"
    if not folder.is_dir():
        raise UserError(f"there is no {folder}; unpack the handout again")
    modules = ModuleSet(folder)
    make = maker(window)
    for exercise, place in places(exercises, out).items():
        caller = InProcessCaller(f"{exercise}.py", partial(modules.exercise, exercise))
        picture = portrait(exercise, caller, make)
        print(f"{picture.save(place)}")
        for note in picture.notes:
            print(f"  {exercise.partition('_')[0]}: {note}")
    if window:
        show()


if __name__ == "__main__":
    sys.exit(main())
