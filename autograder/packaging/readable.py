"""Solutions as somebody reads them afterwards: whole, without markers and broken code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from autograder.packaging.stubs import BEGIN_BROKEN, BEGIN_SOLUTION, END_BROKEN, END_SOLUTION

__all__ = ["SolvedPart", "readable_solution", "solved_parts", "without_block"]

_MARKERS: Final = (BEGIN_SOLUTION, END_SOLUTION)


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
        # What followed a docstring after an empty line follows the heading now.
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
    """Yield the numbers and the lines of a module that are to be read."""
    broken = False
    for number, line in enumerate(solution.splitlines(), start=1):
        marker = line.strip()
        broken = broken or marker == BEGIN_BROKEN
        if not broken and marker not in _MARKERS:
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
