"""From a solution's text: the stub, and the solution as students read it after the deadline."""

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.calls.stub import todo_line, unwritten_constant
from autograder.course import Course, CourseError, Exercise

__all__ = [
    "BEGIN_BROKEN",
    "BEGIN_SOLUTION",
    "END_BROKEN",
    "END_SOLUTION",
    "Region",
    "SolvedPart",
    "drifts",
    "readable_solution",
    "solution_lines",
    "solved_parts",
    "stub_regions",
    "stub_source",
    "stubs",
    "without_block",
    "write_stubs",
]

# nbgrader's own markers.
BEGIN_SOLUTION: Final = "### BEGIN SOLUTION"
END_SOLUTION: Final = "### END SOLUTION"
# The kit's own: broken code, commented out, that a stub has instead of a solution.
BEGIN_BROKEN: Final = "### BEGIN BROKEN"
END_BROKEN: Final = "### END BROKEN"
# In broken code, the line that a student replaces or takes out: it names what it is about.
_TO_WRITE: Final = re.compile(r"( *)TODO (\w+)")
_TAKEN_OUT: Final = "### TAKEN OUT"

_PACKAGE_TEXT = '"""The exercises: replace the lines that raise, then run pytest."""\n'


@dataclass(frozen=True)
class Drift:
    """A stub that is not what its solution makes; `difference` is a unified diff."""

    path: Path
    difference: str


@dataclass(frozen=True)
class Region:
    """A part that students write: a stretch of a solution, and the stub's lines for it.

    Attributes
    ----------
    first, last : int
        Numbers of its first and last line, markers and broken code included.
    solution_end : int
        The number of its END SOLUTION line.
    stub : tuple of str
        The stub's lines.
    """

    first: int
    last: int
    solution_end: int
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
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    regions: list[Region] = []
    begun = 0
    texts, broken = _broken_code(exercise, solution.splitlines())
    for number, line in enumerate(texts, start=1):
        marker = line.strip()
        if marker == BEGIN_SOLUTION:
            if begun:
                raise CourseError(f"{_place(exercise, number)}: a second {BEGIN_SOLUTION}")
            begun = number
        elif marker == END_SOLUTION:
            if not begun:
                raise CourseError(f"{_place(exercise, number)}: {END_SOLUTION} without a beginning")
            name = _enclosing(functions, begun)
            last = number
            if number in broken:
                stub = broken[number]
                # Taken out were the two markers around it, too.
                last += len(stub) + 2
            elif name:
                indent = line[: len(line) - len(line.lstrip())]
                stub = [f"{indent}{todo_line(exercise.short, name)}"]
            else:
                stub = _constants(exercise, tree, begun, number)
            regions.append(Region(begun, last, number, tuple(stub)))
            begun = 0
    if begun:
        raise CourseError(f"{_place(exercise, begun)}: {BEGIN_SOLUTION} without an end")
    return tuple(regions)


def _broken_code(exercise: Exercise, lines: list[str]) -> tuple[list[str], dict[int, list[str]]]:
    """Separate the broken code from a solution.

    Returns
    -------
    lines : list of str
        The solution's lines, with those of broken code overwritten.
    broken : dict of int to list of str
        By the number of the END SOLUTION before it: the broken code without its comment signs.
    """
    rest = list(lines)
    broken: dict[int, list[str]] = {}
    begun = 0
    indent = ""
    for number, line in enumerate(lines, start=1):
        marker = line.strip()
        place = _place(exercise, number)
        if marker == BEGIN_SOLUTION:
            # A formatter moves comments, but not this one past what follows it.
            indent = line[: len(line) - len(line.lstrip())]
        elif marker == BEGIN_BROKEN:
            if exercise.kind != "repair":
                raise CourseError(f"{place}: broken code in an exercise that is not to repair")
            if begun or number < 2 or lines[number - 2].strip() != END_SOLUTION:
                raise CourseError(f"{place}: {BEGIN_BROKEN} not right after {END_SOLUTION}")
            begun = number
            broken[begun - 1] = []
        elif marker == END_BROKEN and not begun:
            raise CourseError(f"{place}: {END_BROKEN} without a beginning")
        elif begun and marker and not marker.startswith("#"):
            raise CourseError(f"{place}: broken code that is not a comment")
        elif begun and marker != END_BROKEN:
            code = line.partition("#")[2].removeprefix(" ")
            if todo := _TO_WRITE.fullmatch(code):
                code = todo[1] + todo_line(exercise.short, todo[2])
            broken[begun - 1].append((indent + code).rstrip())
        if begun:
            rest[number - 1] = _TAKEN_OUT
        if marker == END_BROKEN:
            begun = 0
    if begun:
        raise CourseError(f"{_place(exercise, begun)}: {BEGIN_BROKEN} without an end")
    return rest, broken


# All stubs of a course


def stubs(course: Course, exercises: Sequence[Exercise]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each file that `exercises/` has for these exercises."""
    yield course.root / "exercises" / "__init__.py", _PACKAGE_TEXT
    for exercise in exercises:
        solution = course.solution(exercise).read_text(encoding="utf-8")
        yield course.stub(exercise), stub_source(exercise, solution)


def write_stubs(course: Course) -> tuple[Path, ...]:
    """Write `exercises/` and return the files that changed or were removed."""
    changed = []
    for path, text in stubs(course, course.written):
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    for path in _strays(course):
        path.unlink()
        changed.append(path)
    return tuple(changed)


def drifts(course: Course) -> tuple[Drift, ...]:
    """Return every file of `exercises/` that differs from what the solutions make."""
    found = []
    for path, text in stubs(course, course.written):
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        if there != text:
            name = str(path.relative_to(course.root))
            difference = difflib.unified_diff(
                there.splitlines(),
                text.splitlines(),
                name,
                f"{name}, as solutions/ makes it",
                "",
                "",
            )
            found.append(Drift(path, "\n".join(difference)))
    found += [Drift(path, f"{path.name} has no solution") for path in _strays(course)]
    return tuple(found)


def _strays(course: Course) -> list[Path]:
    wanted = {path for path, _ in stubs(course, course.written)}
    return sorted(set((course.root / "exercises").glob("*.py")) - wanted)


def _parsed(exercise: Exercise, solution: str) -> ast.Module:
    try:
        return ast.parse(solution)
    except SyntaxError as error:
        raise CourseError(f"{_place(exercise, error.lineno or 0)}: {error.msg}") from None


def _enclosing(functions: list[ast.FunctionDef], number: int) -> str:
    """Return the name of the innermost function around a line; empty outside of all."""
    around = [node for node in functions if node.lineno < number <= (node.end_lineno or 0) + 1]
    return max(around, key=lambda node: node.lineno).name if around else ""


def _constants(exercise: Exercise, tree: ast.Module, begin: int, end: int) -> list[str]:
    """Return a line for each constant that is defined between two lines of the module."""
    found = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and begin < node.lineno < end
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    if not found:
        raise CourseError(
            f"{_place(exercise, begin)}: {BEGIN_SOLUTION} outside a function, and no constant in it"
        )
    # NotImplemented can be imported, and nothing can be mistaken for it.
    return [unwritten_constant(exercise.short, name) for name in found]


def _place(exercise: Exercise, number: int) -> str:
    return f"solutions/{exercise.id}.py, line {number}"


# The solution as students read it afterwards


def solution_lines(solution: str) -> frozenset[str]:
    """Return the stripped lines inside a solution's regions, comments and blank lines left out."""
    lines: set[str] = set()
    inside = False
    for line in solution.splitlines():
        text = re.sub(r"\s+", " ", line.strip())
        if text == BEGIN_SOLUTION:
            inside = True
        elif text == END_SOLUTION:
            inside = False
        elif inside and text and not text.startswith("#"):
            lines.add(text)
    return frozenset(lines)


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
    return "\n".join(line for _, line in _kept(solution)) + "\n"


def solved_parts(solution: str) -> tuple[SolvedPart, ...]:
    """Return those top-level parts of a reference module in which there is a solution."""
    lines = solution.splitlines()
    solved = {
        number for number, line in enumerate(lines, start=1) if line.strip() == BEGIN_SOLUTION
    }
    kept = dict(_kept(solution))
    parts = []
    for node in ast.parse(solution).body:
        name = _name(node)
        first, last = _extent(node)
        # A marker stands on the line before a constant, and after the last line of a function.
        inside = range(first - 1, last + 2)
        if not name or solved.isdisjoint(inside):
            continue
        docstrings = tuple((begin, end) for begin, end in _docstrings(node) if begin in kept)
        left_out = {number for begin, end in docstrings for number in range(begin, end + 1)}
        own = [
            kept[number] for number in range(first, last + 1) if number in kept.keys() - left_out
        ]
        texts = tuple("\n".join(lines[begin - 1 : end]) for begin, end in docstrings)
        # The empty line after a docstring would now follow the heading, so it goes.
        source = "\n".join(own).strip("\n").replace(":\n\n", ":\n")
        parts.append(SolvedPart(name, source, texts))
    return tuple(parts)


def without_block(text: str, block: str) -> str:
    """Return `text` without the lines of `block`, where they stand in it one after the other."""
    lines, wanted = text.split("\n"), [line.rstrip() for line in block.split("\n")]
    for start in range(len(lines) - len(wanted) + 1):
        if [line.rstrip() for line in lines[start : start + len(wanted)]] == wanted:
            return "\n".join([*lines[:start], *lines[start + len(wanted) :]])
    return text


def _kept(solution: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and lines that a reader sees."""
    broken = False
    for number, line in enumerate(solution.splitlines(), start=1):
        marker = line.strip()
        broken = broken or marker == BEGIN_BROKEN
        if not broken and marker not in (BEGIN_SOLUTION, END_SOLUTION):
            yield number, line
        broken = broken and marker != END_BROKEN


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return ""


def _extent(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)]), node.end_lineno or node.lineno


def _docstrings(node: ast.stmt) -> Iterator[tuple[int, int]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner):
            text = inner.body[0]
            yield text.lineno, text.end_lineno or text.lineno
