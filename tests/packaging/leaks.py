"""The texts that must be in nothing that students get, and the way to look everywhere for them."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Course
from autograder.packaging.stubs import solution_lines
from autograder.reference.hidden import hidden_lines

__all__ = [
    "MARKERS",
    "SHORTEST_TELLING_LINE",
    "everything",
    "hidden_names",
    "normal",
    "secret_lines",
]

MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "@oracle")
SHORTEST_TELLING_LINE = 12


def normal(line: str) -> str:
    """Return a line with single spaces and no indentation."""
    return re.sub(r"\s+", " ", line.strip())


def secret_lines(course: Course) -> frozenset[str]:
    """Return every line that is in a solution, and in nothing that students may read."""
    secret: set[str] = set()
    public: set[str] = set()
    for exercise in course.exercises:
        secret |= solution_lines(course.solution(exercise).read_text(encoding="utf-8"))
        hidden = hidden_lines(course.checks(exercise))
        checks = course.checks(exercise).read_text(encoding="utf-8").splitlines()
        public |= {normal(line) for n, line in enumerate(checks, start=1) if n not in hidden}
        public |= set(map(normal, course.stub(exercise).read_text("utf-8").splitlines()))
    return frozenset(line for line in secret - public if len(line) >= SHORTEST_TELLING_LINE)


def hidden_names(course: Course) -> frozenset[str]:
    """Return the names of all hidden checks and oracles."""
    names: set[str] = set()
    for exercise in course.exercises:
        lines = course.checks(exercise).read_text(encoding="utf-8").splitlines()
        hidden = [lines[number - 1] for number in sorted(hidden_lines(course.checks(exercise)))]
        names |= set(re.findall(r"^def (test_\w+)", "\n".join(hidden), re.MULTILINE))
    return frozenset(names)


def everything(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of all that can be read in a folder or an archive."""
    if place.is_file():
        yield from _members(place.read_bytes(), place.name)
        return
    for path in sorted(place.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield str(path.relative_to(place)), data
            yield from _members(data, str(path.relative_to(place)))


def _members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is in an archive, and in the archives in it: an .npz is one."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            inner = archive.read(member)
            yield member.filename, inner
            yield from _members(inner, f"{name}/{member.filename}")
