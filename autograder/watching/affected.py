"""Which exercises a changed file concerns."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.course import Course, Exercise
from autograder.watching.files import is_loaded

__all__ = ["affected"]

_EXERCISE = re.compile(r"(?:test_)?(e\d\d_\w+)")


def affected(
    course: Course, watched: Sequence[Exercise], changed: Iterable[Path], folder: Path
) -> tuple[Exercise, ...]:
    """Return those of `watched` whose checks may end otherwise now, in course order.

    These are the exercise itself, those that need it, and those that import it. What an
    unfinished file imports cannot be read, and then what it needs decides.

    Parameters
    ----------
    course : Course
        Says what needs what.
    watched : sequence of Exercise
        Those in question.
    changed : iterable of Path
        What was saved, made or removed.
    folder : Path
        Where the student's modules are.
    """
    touched: set[str] = set()
    for path in changed:
        if is_loaded(course, path):
            return tuple(watched)
        match = _EXERCISE.fullmatch(path.stem)
        if match:
            touched.add(match[1])
        elif path.parent == folder:
            touched.add(path.stem)  # a module of the student's own
        else:
            return tuple(watched)  # something that checks or solutions share
    importing = {path.stem: set(_imported(path)) for path in sorted(folder.glob("*.py"))}
    return tuple(item for item in watched if touched & _builds_on(course, item, importing))


def _builds_on(course: Course, exercise: Exercise, importing: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [exercise.id, *(other.id for other in course.needed_by(exercise))]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += importing.get(name, ())
    return reached


def _imported(path: Path) -> Iterator[str]:
    """Yield the names within `exercises` that a module imports, wherever in it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = f"exercises.{node.module or ''}" if node.level else node.module or ""
            names = [f"{base}.{alias.name}".replace("..", ".") for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "exercises" and rest:
                yield rest.partition(".")[0]
