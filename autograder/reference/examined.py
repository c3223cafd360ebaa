"""The functions that each check of an exercise examines, read from the check file."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.checking.check import Check
from autograder.checking.outcome import KitFault

__all__ = ["examined_functions"]

_STUDENT = "student"


def examined_functions(
    path: Path, checks: Mapping[str, Check], functions: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return, by the name of a check, the functions that it examines, in the solution's order.

    They are the one that the check declares (`of`), or all that it asks `student` for or names in
    a script. A check that asks for constants or a class alone examines none, and is not here.

    Parameters
    ----------
    path : Path
        The check file.
    checks : mapping of str to Check
        The checks that it declares.
    functions : sequence of str
        The exercise's public functions, in the solution's order.

    Raises
    ------
    KitFault
        If a check declares a function that the solution does not have.
    """
    tree = ast.parse(path.read_bytes())
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = {}
    for name, check in checks.items():
        if check.of and check.of not in functions:
            raise KitFault(
                f"{name} in {path.name} examines {check.of}, which the solution does not define; "
                "`of` is the name of one of its functions"
            )
        named = set(_names(defined[name], defined, set())) if name in defined else set()
        asked = tuple(function for function in functions if function in named)
        if examined := (check.of,) if check.of else asked:
            found[name] = examined
    return found


def _names(
    function: ast.FunctionDef, defined: Mapping[str, ast.FunctionDef], seen: set[str]
) -> Iterator[str]:
    """Yield what a function of a check file asks of `student`, and every text in it."""
    seen.add(function.name)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == _STUDENT:
                yield node.attr
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):  # `script.call("fit", …)`
                yield node.value
        elif isinstance(node, ast.Name) and node.id in defined and node.id not in seen:
            yield from _names(defined[node.id], defined, seen)
