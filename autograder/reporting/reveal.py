"""After success: a student's own functions beside one way to write them.

A solution is shown only to a student who passed every check of its exercise. The student's source
is only text here: it is neither run nor parsed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.course import Course, Exercise
from autograder.grading.results import ExerciseResult, SubmissionResult, SubmissionStatus
from autograder.grading.store import Published, Store
from autograder.packaging.stubs import SolvedPart, solution_lines, solved_parts, without_block

__all__ = ["Pair", "Reveal", "own_part"]

_MOST_LINES: Final = 120
_LONGEST_LINE: Final = 300
_MOST_BYTES: Final = 1_000_000  # the rest of a longer module is ignored
_TELLING: Final = 24  # characters; shorter lines, `for W, b in parameters:`, are in any program


@dataclass(frozen=True)
class Pair:
    """One function, class or constant, in the student's version and in the solution's.

    Attributes
    ----------
    name : str
        Its name.
    own : str
        The student's version; empty if it is not written as a `def`, a `class` or `NAME = …` at
        the left edge of the module.
    reference : str
        The solution's version.
    """

    name: str
    own: str
    reference: str


class Reveal:
    """Decides which solutions a student may see.

    Parameters
    ----------
    course : Course
        The course whose solutions are shown.
    store : Store
        The store with the submissions.
    published : sequence of Published
        The gradebook's students, in its order.
    """

    def __init__(self, course: Course, store: Store, published: Sequence[Published]) -> None:
        self._course = course
        self._store = store
        self._published = tuple(published)
        self._parts: dict[str, tuple[SolvedPart, ...]] = {}
        self._telling: dict[str, frozenset[str]] = {}

    def comparisons(self, place: int, result: SubmissionResult) -> Mapping[str, tuple[Pair, ...]]:
        """Return what the student at this place of the gradebook may compare, by exercise.

        Raises
        ------
        StoreError
            If the submission cannot be read.
        """
        digest = self._published[place].submission
        if result.status is not SubmissionStatus.GRADED or not digest:
            return {}
        passed = [item.exercise for item in result.exercises if is_passed(item)]
        if not passed:
            return {}
        modules = self._store.modules(digest)
        open_still = [item for item in self._course.exercises if item.id not in passed]
        found = {}
        for name in passed:
            parts = self._of(self._course.exercise(name))
            if not any(self._tells(parts, other) for other in open_still):
                own = modules.get(f"exercises.{name}", b"")
                found[name] = tuple(_pair(part, own) for part in parts)
        return found

    def _of(self, exercise: Exercise) -> tuple[SolvedPart, ...]:
        if exercise.id not in self._parts:
            text = self._course.solution(exercise).read_text(encoding="utf-8")
            self._parts[exercise.id] = solved_parts(text)
        return self._parts[exercise.id]

    def _tells(self, parts: Sequence[SolvedPart], other: Exercise) -> bool:
        """Tell whether these parts contain a line of the solution of `other`."""
        if other.id not in self._telling:
            text = self._course.solution(other).read_text(encoding="utf-8")
            lines = (line for line in solution_lines(text) if len(line) >= _TELLING)
            self._telling[other.id] = frozenset(lines)
        own = {_normal(line) for part in parts for line in part.source.splitlines()}
        return not own.isdisjoint(self._telling[other.id])


def is_passed(result: ExerciseResult) -> bool:
    """Tell whether every check passes, the hidden ones too, with full points."""
    return bool(result.checks) and result.is_right and result.points >= round(result.possible, 2)


def own_part(source: bytes, name: str) -> str:
    """Return the last definition of `name` in a module's text, cut where it is too long.

    It is found by its lines, because a parser is not safe with hostile source:
    from `def name`, `class name` or `name =` at the left edge to the next line that begins there.
    """
    text = source[:_MOST_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begins = re.compile(rf"(?:async +def|def|class) +{name}\b|{name} *(?::[^=]*)?=(?!=)")
    starts = [number for number, line in enumerate(lines) if begins.match(line[:_LONGEST_LINE])]
    if not starts:
        return ""
    first = last = starts[-1]
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last + 1]):
        last += 1
    return "\n".join(lines[first : last + 1]).rstrip()


def _goes_on(line: str) -> bool:
    return not line or line[0] in " \t)]}"


def _pair(part: SolvedPart, source: bytes) -> Pair:
    own = own_part(source, part.name)
    # The docstrings are the handout's, and the same on both sides.
    for docstring in part.docstrings:
        own = without_block(own, docstring)
    return Pair(part.name, _cut(own), part.source)


def _cut(text: str) -> str:
    lines = text.split("\n")
    shown = [_cut_line(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"… and {len(lines) - _MOST_LINES:,} more lines")
    return "\n".join(shown)


def _cut_line(line: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[:_LONGEST_LINE]}… and {len(line) - _LONGEST_LINE:,} more characters"


def _normal(line: str) -> str:
    return re.sub(r"\s+", " ", line.strip())
