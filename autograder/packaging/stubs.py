"""From a solution's text: the stub, and the solution as students read it after the deadline."""

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.calls.stub import todo_line, unwritten_constant
from autograder.course import Course, CourseError, Exercise

__all__ = [
    "BEGIN_BROKEN",
    "BEGIN_SOLUTION",
    "END_BROKEN",
    "END_SOLUTION",
    "SolvedPart",
    "drifts",
    "names_of",
    "readable_solution",
    "solution_lines",
    "solved_parts",
    "stub_regions",
    "stub_source",
    "stubs",
    "without_block",
    "without_broken",
    "write_stubs",
    "write_text",
]

# nbgrader's own markers.
BEGIN_SOLUTION: Final = "### BEGIN SOLUTION"
END_SOLUTION: Final = "### END SOLUTION"
# The kit's own: broken code, commented out, that a stub has instead of a solution.
BEGIN_BROKEN: Final = "### BEGIN BROKEN"
END_BROKEN: Final = "### END BROKEN"
# In broken code, the line that a student replaces or takes out: it names what it is about.
_TO_WRITE: Final = re.compile(r"( *)TODO (\w+)")

_LINE: Final = r"^[ \t]*(?:{})[ \t]*$\n?"  # a marker, which has a line of its own
_FROM_TO: Final = rf"(?ms){_LINE}(.*?)(?:{_LINE}|\Z)"
_BROKEN: Final = re.compile(_FROM_TO.format(BEGIN_BROKEN, END_BROKEN))
_SOLVED: Final = re.compile(_FROM_TO.format(BEGIN_SOLUTION, END_SOLUTION))
_MARKER: Final = re.compile(f"(?m){_LINE}".format(f"{BEGIN_SOLUTION}|{END_SOLUTION}"))

_PACKAGE_TEXT = '"""The exercises: replace the lines that raise, then run pytest."""\n'


@dataclass(frozen=True)
class Drift:
    """A file of `exercises/` that is not what the solutions make.

    Attributes
    ----------
    path : Path
        The file.
    text : str or None
        Its text as the solutions make it; None if they make no such file.
    difference : str
        A unified diff, or a sentence.
    """

    path: Path
    text: str | None
    difference: str


@dataclass(frozen=True)
class Region:
    """A part that students write: a stretch of a solution, and the stub's lines for it.

    Attributes
    ----------
    first, last : int
        Numbers of its first and last line, markers and broken code included.
    stub : tuple of str
        The stub's lines.
    """

    first: int
    last: int
    stub: tuple[str, ...]


def stub_source(exercise: Exercise, solution: str) -> str:
    """Return the stub that the text of a solution makes.

    Every region between the markers becomes one line that raises and names the exercise and
    the function; outside a function, one line for each constant that it defines. In an exercise
    to repair, broken code may follow a region, as comments between markers of its own: the
    stub has it as code, instead of the region.

    Raises
    ------
    CourseError
        If a marker has no partner, a region stands outside a function and defines no constant, or
        broken code stands anywhere but after a region of an exercise to repair.
    """
    texts = solution.splitlines()
    lines: list[str] = []
    done = 0
    for region in stub_regions(exercise, solution):
        lines += texts[done : region.first - 1]
        lines += region.stub
        done = region.last
    return "\n".join(lines + texts[done:]) + "\n"


def stub_regions(exercise: Exercise, solution: str) -> tuple[Region, ...]:
    """Return the regions of a solution, in order.

    Raises
    ------
    CourseError
        As `stub_source` does.
    """
    tree = _parsed(exercise, solution)
    lines = solution.splitlines()
    markers = ["", *(line.strip() for line in lines), ""]
    regions: list[Region] = []
    opened, begun, indent = "", 0, ""
    broken: list[str] = []
    for number, line in enumerate(lines, start=1):
        marker = markers[number]
        place = _place(exercise, number)
        if opened == BEGIN_BROKEN and marker not in (BEGIN_BROKEN, END_BROKEN):
            broken.append((indent + _uncommented(exercise, number, line)).rstrip())
        elif marker == BEGIN_SOLUTION:
            if opened:
                raise CourseError(f"{place}: a second {BEGIN_SOLUTION}")
            # A formatter moves comments, but not this one past what follows it.
            opened, begun, indent = marker, number, _indent(line)
        elif marker == BEGIN_BROKEN:
            if exercise.kind != "repair":
                raise CourseError(f"{place}: broken code in an exercise that is not to repair")
            if opened or markers[number - 1] != END_SOLUTION:
                raise CourseError(f"{place}: {BEGIN_BROKEN} not right after {END_SOLUTION}")
            opened, begun, broken = marker, number, []
        elif marker in (END_SOLUTION, END_BROKEN):
            if opened != marker.replace("END", "BEGIN"):
                raise CourseError(f"{place}: {marker} without a beginning")
            if marker == END_BROKEN:
                regions[-1] = replace(regions[-1], last=number, stub=tuple(broken))
            else:
                is_broken = markers[number + 1] == BEGIN_BROKEN
                stub = [] if is_broken else _stub(exercise, tree, begun, number, _indent(line))
                regions.append(Region(begun, number, tuple(stub)))
            opened = ""
    if opened:
        raise CourseError(f"{_place(exercise, begun)}: {opened} without an end")
    return tuple(regions)


def _parsed(exercise: Exercise, solution: str) -> ast.Module:
    try:
        return ast.parse(solution)
    except SyntaxError as error:
        raise CourseError(f"{_place(exercise, error.lineno or 0)}: {error.msg}") from None


def _place(exercise: Exercise, number: int) -> str:
    return f"solutions/{exercise.id}.py, line {number}"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _uncommented(exercise: Exercise, number: int, line: str) -> str:
    """Return a line of broken code without its comment sign."""
    if line.strip() and not line.strip().startswith("#"):
        raise CourseError(f"{_place(exercise, number)}: broken code that is not a comment")
    code = line.partition("#")[2].removeprefix(" ")
    todo = _TO_WRITE.fullmatch(code)
    return todo[1] + todo_line(exercise.short, todo[2]) if todo else code


def _stub(exercise: Exercise, tree: ast.Module, begin: int, end: int, indent: str) -> list[str]:
    """Return what stands for a region: a line of its function, or one for each constant."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno < begin <= (node.end_lineno or 0) + 1
    ]
    if around:
        innermost = max(around, key=lambda node: node.lineno)
        return [indent + todo_line(exercise.short, innermost.name)]
    # NotImplemented can be imported, and nothing can be mistaken for it.
    constants = [
        unwritten_constant(exercise.short, name)
        for node in tree.body
        if isinstance(node, ast.Assign) and begin < node.lineno < end
        for name in names_of(node)
    ]
    if not constants:
        raise CourseError(
            f"{_place(exercise, begin)}: {BEGIN_SOLUTION} outside a function, and no constant in it"
        )
    return constants


def names_of(node: ast.stmt) -> list[str]:
    """Return the names that a function, a class or an assignment defines, in its order."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


# All stubs of a course


def stubs(course: Course, exercises: Sequence[Exercise]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each file that `exercises/` has for these exercises."""
    yield course.root / "exercises" / "__init__.py", _PACKAGE_TEXT
    for exercise in exercises:
        solution = course.solution(exercise).read_text(encoding="utf-8")
        yield course.stub(exercise), stub_source(exercise, solution)


def drifts(course: Course) -> tuple[Drift, ...]:
    """Return every file of `exercises/` that differs from what the solutions make."""
    found = []
    made = dict(stubs(course, course.written))
    for path, text in made.items():
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        if there != text:
            name = str(path.relative_to(course.root))
            after = f"{name}, as solutions/ makes it"
            difference = difflib.unified_diff(
                there.splitlines(), text.splitlines(), name, after, lineterm=""
            )
            found.append(Drift(path, text, "\n".join(difference)))
    strays = sorted(set((course.root / "exercises").glob("*.py")) - made.keys())
    found += [Drift(path, None, f"{path.name} has no solution") for path in strays]
    return tuple(found)


def write_stubs(course: Course) -> tuple[Path, ...]:
    """Write `exercises/` and return the files that changed or were removed."""
    changed = drifts(course)
    for drift in changed:
        if drift.text is None:
            drift.path.unlink()
        else:
            write_text(drift.path, drift.text)
    return tuple(drift.path for drift in changed)


def write_text(path: Path, text: str) -> None:
    """Write a text file, with the same bytes on every system, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# The solution as students read it afterwards


def solution_lines(solution: str) -> frozenset[str]:
    """Return the stripped lines inside a solution's regions, comments and blank lines left out."""
    lines = (
        " ".join(line.split()) for text in _SOLVED.findall(solution) for line in text.split("\n")
    )
    return frozenset(line for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class SolvedPart:
    """A function, a class or a constant of which students write something.

    Attributes
    ----------
    name : str
        What it is called in the module.
    source : str
        Its text, without markers, broken code and docstrings.
    docstrings : tuple of str
        The lines of each docstring that was left out, as they stand in the module.
    """

    name: str
    source: str
    docstrings: tuple[str, ...]


def readable_solution(solution: str) -> str:
    """Return the text of a reference module without its markers and its broken code."""
    return _MARKER.sub("", without_broken(solution))


def without_broken(solution: str) -> str:
    """Return the text of a reference module without its broken code."""
    return _BROKEN.sub("", solution)


def solved_parts(solution: str) -> tuple[SolvedPart, ...]:
    """Return those top-level parts of a reference module in which there is a solution."""
    text = without_broken(solution)
    lines = text.splitlines()
    solved = {number for number, line in enumerate(lines, 1) if line.strip() == BEGIN_SOLUTION}
    parts = []
    for node in ast.parse(text).body:
        name = _name(node)
        decorators = getattr(node, "decorator_list", [])
        first, last = min(item.lineno for item in (node, *decorators)), node.end_lineno or 0
        # A marker stands on the line before a constant, and after the last line of a function.
        if not name or solved.isdisjoint(range(first - 1, last + 2)):
            continue
        docstrings = tuple(_docstrings(node, lines))
        source = "\n".join(lines[first - 1 : last])
        for docstring in docstrings:
            source = without_block(source, docstring)
        # The empty line after a docstring would now follow the heading, so it goes.
        source = _MARKER.sub("", f"{source}\n").strip("\n").replace(":\n\n", ":\n")
        parts.append(SolvedPart(name, source, docstrings))
    return tuple(parts)


def without_block(text: str, block: str) -> str:
    """Return `text` without the lines of `block`, where they stand in it one after the other."""
    lines, wanted = text.split("\n"), [line.rstrip() for line in block.split("\n")]
    for start in range(len(lines) - len(wanted) + 1):
        if [line.rstrip() for line in lines[start : start + len(wanted)]] == wanted:
            return "\n".join([*lines[:start], *lines[start + len(wanted) :]])
    return text


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return next(iter(names_of(node)), "")


def _docstrings(node: ast.stmt, lines: Sequence[str]) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner):
            text = inner.body[0]
            yield "\n".join(lines[text.lineno - 1 : text.end_lineno])
