"""What in a notebook is the kit's and not the student's: it finds the checks, and tries answers.

A cell's metadata says what it was made for; what is in it by now may be something else, for cells
are copied, moved and written over. So no cell is left out as a whole. Definitions always stay.
"""

import ast
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

__all__ = ["defined_names", "tries_answers", "was_code", "without_kit", "without_trials"]

_KIT: Final = "nudge_notebook"
_FINDS_THE_KIT: Final = frozenset({_KIT, "kit", "places"})
_TRIES: Final = ("example", "picture")
_DEFINED: Final = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)", re.MULTILINE)
_DEFINITIONS: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


def tries_answers(metadata: Any) -> bool:
    """Tell whether a cell was made to try answers: a grade cell, a worked example, a picture."""
    if not isinstance(metadata, dict):
        return False
    nbgrader, tags = metadata.get("nbgrader"), metadata.get("tags")
    if isinstance(nbgrader, dict) and nbgrader.get("grade") is True:
        return nbgrader.get("solution") is not True
    may_raise = isinstance(tags, list) and "raises-exception" in tags
    return may_raise or metadata.get("nudge") in _TRIES


def was_code(metadata: Any) -> bool:
    """Tell whether a cell was made to hold an answer in Python."""
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(nbgrader, dict):
        return False
    return nbgrader.get("solution") is True and nbgrader.get("cell_type") == "code"


def defined_names(sources: Iterable[str]) -> frozenset[str]:
    """Return the functions and classes that some cells define."""
    return frozenset(name for source in sources for name in _DEFINED.findall(source))


def without_kit(source: str) -> str:
    """Return a cell without what finds the kit and asks it, its lines where they were."""
    if _KIT not in source:
        return source
    body = _statements(source)
    names = _FINDS_THE_KIT if any(map(_imports_kit, body)) else {_KIT}
    return _without(
        source,
        [
            node
            for node in body
            if (isinstance(node, ast.Import) and node.names[0].name == _KIT)
            or (
                not isinstance(node, _DEFINITIONS)
                and (_imports_kit(node) or names.intersection(_used(node)))
            )
        ],
    )


def _imports_kit(node: ast.stmt) -> bool:
    """Tell whether a statement, or one within it, imports the kit."""
    return any(
        isinstance(part, ast.Import) and any(alias.name == _KIT for alias in part.names)
        for part in ast.walk(node)
    )


def without_trials(source: str, answers: Collection[str]) -> str:
    """Return a cell without what tries one of the `answers`, its lines where they were.

    An answer that loops for ever is to cost its own checks, and not the notebook that tries it.
    """
    return _without(source, [node for node in _statements(source) if _is_trial(node, answers)])


def _is_trial(node: ast.stmt, answers: Collection[str]) -> bool:
    """Tell whether a statement is no definition, and no value that asks for no answer."""
    if isinstance(node, _DEFINITIONS):
        return False
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return True
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if any(isinstance(target, ast.Name) and target.id in answers for target in targets):
        return False
    return any(name in answers for name in _used(node))


def _used(node: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell; none if it is not Python, which is said elsewhere."""
    if "\r" in source:
        return []  # Python and we would count its lines differently
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return []


def _without(source: str, statements: Iterable[ast.stmt]) -> str:
    """Return `source` with `pass` for each of some of its top-level statements."""
    lines = [line.encode("utf-8", "surrogatepass") for line in source.split("\n")]
    for node in reversed([*statements]):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        first, last = node.lineno - 1, node.end_lineno - 1
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        if first == last:
            lines[first] = before + b"pass" + after
        else:
            lines[first : last + 1] = [b""] * (last + 1 - first)
            lines[first], lines[last] = before + b"pass", after.lstrip(b" \t;")
    return b"\n".join(lines).decode("utf-8", "surrogatepass")
