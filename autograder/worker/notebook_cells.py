"""Notebooks: their code cells, without outputs and without what only Jupyter understands.

A parser can be made slow, or be broken, by a few lines; the process that runs this is confined.
"""

import ast
import codecs
import json
import re
import unicodedata  # noqa: F401 - for letters beyond ASCII in names; later nothing can be loaded
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Any, Final

from autograder.worker.unpacking import Refused, megabytes

__all__ = ["defined_names", "python_cells", "without_kit", "without_trials"]

_READ: Final = (3, 4)  # versions of the format
_TRIES: Final = " tries answers"  # no key of a notebook's
_MAGIC: Final = re.compile(r"[%!?]|[\w, ]+=[ \t]*[%!]|[\w.]+\?{1,2}[ \t]*$")
_SHELL: Final = "get_ipython()."
_RUNS_PYTHON: Final = ("%%time", "%%capture", "%%prun")

_KIT: Final = "nudge_notebook"
_FINDS_THE_KIT: Final = frozenset({_KIT, "kit", "places"})
_TRIAL_CELLS: Final = ("example", "picture")
_DEFINED: Final = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)", re.MULTILINE)
_DEFINITIONS: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


def python_cells(data: bytes, functions: Iterable[str], limits: Mapping[str, int]) -> str:
    """Return what can be run of a notebook's code cells, and the functions that they define.

    Parameters
    ----------
    data : bytes
        The notebook's file.
    functions : iterable of str
        The functions of the course's exercises.
    limits : mapping of str to int
        The bounds of the intake, by name.

    Returns
    -------
    str
        JSON. `cells`: of each code cell its number, counted from 1, its Python with unchanged line
        numbers, whether it was made to try answers, and why it is left out, if it is. `defines`:
        the functions and classes that they define.

    Raises
    ------
    Refused
        If it is not a notebook of nbformat 3 or 4, or is too large.
    """
    cells = [
        cell
        for cell in _cells(_parsed(data, limits))
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if len(cells) > limits["CELLS"]:
        raise Refused(f"it has more than {limits['CELLS']:,} code cells")
    sources = [_joined(cell.get("source", cell.get("input", ""))) for cell in cells]
    if sum(map(len, sources)) > limits["MODULE"]:
        raise Refused(f"its code is larger than {megabytes(limits['MODULE'])}")
    defines = defined_names(sources)
    answers = defines.union(functions)
    made = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parser's, about code that it takes
        for number, (cell, source) in enumerate(zip(cells, sources, strict=True), start=1):
            python, fault = _python(source, limits["CELL"])
            if not fault:
                python = without_kit(python)
                python = without_trials(python, answers) if _TRIES in cell else python
            fault = fault.encode("utf-8", "backslashreplace").decode()
            made.append([number, "" if fault else python, _TRIES in cell, fault])
    return json.dumps({"cells": made, "defines": sorted(defines)}, ensure_ascii=False)


def _parsed(data: bytes, limits: Mapping[str, int]) -> Any:
    # JSON costs memory for each value, and each value has a comma or a bracket.
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > limits["NOTEBOOK_ITEMS"]:
        raise Refused("there is too much in its outputs; clear them and hand it in again")
    try:
        return json.loads(
            data.removeprefix(codecs.BOM_UTF8).decode(), object_pairs_hook=_without_outputs
        )
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None
    except RecursionError:
        raise Refused("it is nested deeper than notebooks are") from None
    except ValueError as error:
        raise Refused(f"it is not JSON ({error})") from None


def _without_outputs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if "metadata" not in found and "cell_type" not in found:
        return found
    metadata = _mapping(found.get("metadata"))
    nbgrader = _mapping(metadata.get("nbgrader"))
    if _tries_answers(metadata, nbgrader):
        found[_TRIES] = True
    elif nbgrader.get("solution") is True and nbgrader.get("cell_type") == "code":
        # It was made to hold an answer. One key turns such a cell into text in Jupyter; nbgrader
        # turns it back, and grades it.
        found["cell_type"] = "code"
    for name in ("outputs", "attachments", "metadata"):
        found.pop(name, None)
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _cells(notebook: Any) -> list[Any]:
    if not isinstance(notebook, dict):
        raise Refused("it is JSON but not a notebook")
    version = notebook.get("nbformat")
    if type(version) is not int or version not in _READ:
        kinds = " or ".join(map(str, _READ))
        raise Refused(f"it is not a notebook of nbformat {kinds}; open it and save it again")
    sheets = [notebook] if version == 4 else notebook.get("worksheets")
    if not isinstance(sheets, list):
        raise Refused("it is damaged: its worksheets are not a list")
    cells: list[Any] = []
    for sheet in sheets:
        held = _mapping(sheet).get("cells")
        if not isinstance(held, list):
            raise Refused("it is damaged: its cells are not a list")
        cells += held
    return cells


def _joined(source: Any) -> str:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


def _python(source: str, most: int) -> tuple[str, str]:
    """Return a cell's Python with unchanged line numbers, and why it is not Python."""
    head = source.lstrip("\n ")
    if head.startswith("%%") and not head.startswith(_RUNS_PYTHON):
        return "", ""
    if len(source) > most:
        return "", f"it is longer than {most:,} characters"
    lines = source.split("\n")
    if _SHELL in source:
        lines = [_passed(line) if line.lstrip().startswith(_SHELL) else line for line in lines]
    _, fault = _tree("\n".join(lines))
    # Only now: in a text or a long expression, a line of Python may begin with %.
    if fault and _drop_magics(lines):
        _, fault = _tree("\n".join(lines))
    return "\n".join(lines), fault


def _drop_magics(lines: list[str]) -> bool:
    """Replace lines that only IPython understands; tell whether there were any."""
    goes_on = any_dropped = False
    for index, line in enumerate(lines):
        if goes_on or _MAGIC.match(line.lstrip()):
            lines[index] = "" if goes_on else _passed(line)
            goes_on = line.endswith("\\")
            any_dropped = True
    return any_dropped


def _passed(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "pass"


@lru_cache(maxsize=1)
def _tree(source: str) -> tuple[list[ast.stmt], str]:
    """Return the statements of a cell, or why it is not Python; only the grammar is checked.

    It is parsed, not compiled: a compiler computes constants and doubles the body of a `finally`,
    so a kilobyte can keep it busy for minutes and fill gigabytes.
    """
    try:
        return ast.parse(source, "cell").body, ""
    except SyntaxError as error:
        return [], f"line {error.lineno or 1} is not Python ({error.msg})"
    except (RecursionError, MemoryError):
        return [], "it is nested too deep to be read"
    except (ValueError, OverflowError) as error:
        return [], f"it is not Python ({error})"


# The kit's own parts of a notebook: they find the checks, and try answers. A cell's metadata says
# what it was made for; its content may have changed since, for cells are copied, moved and
# overwritten. So no cell is left out as a whole, and definitions always stay.


def _tries_answers(metadata: Mapping[str, Any], nbgrader: Mapping[str, Any]) -> bool:
    """Tell whether a cell was made to try answers: a grade cell, a worked example, a picture."""
    if nbgrader.get("grade") is True:
        return nbgrader.get("solution") is not True
    tags = metadata.get("tags")
    may_raise = isinstance(tags, list) and "raises-exception" in tags
    return may_raise or metadata.get("nudge") in _TRIAL_CELLS


def defined_names(sources: Iterable[str]) -> frozenset[str]:
    """Return the functions and classes that some cells define."""
    return frozenset(name for source in sources for name in _DEFINED.findall(source))


def without_kit(source: str) -> str:
    """Return a cell without the statements that find or call the kit, with unchanged lines."""
    if _KIT not in source:
        return source
    body = _statements(source)
    names = _FINDS_THE_KIT if any(map(_imports_kit, body)) else {_KIT}
    return _without(source, [node for node in body if _is_of_kit(node, names)])


def _is_of_kit(node: ast.stmt, names: Set[str]) -> bool:
    """Tell whether a statement imports the kit, or finds or calls it by one of these names."""
    if isinstance(node, ast.Import) and node.names[0].name == _KIT:
        return True
    if isinstance(node, _DEFINITIONS):
        return False
    return _imports_kit(node) or not names.isdisjoint(_used(node))


def _imports_kit(node: ast.stmt) -> bool:
    """Tell whether a statement, or one within it, imports the kit."""
    return any(
        isinstance(part, ast.Import) and any(alias.name == _KIT for alias in part.names)
        for part in ast.walk(node)
    )


def without_trials(source: str, answers: Collection[str]) -> str:
    """Return a cell without the statements that try one of the `answers`, with unchanged lines.

    An answer that loops forever must cost its own checks, not the notebook that tries it.
    """
    return _without(source, [node for node in _statements(source) if _is_trial(node, answers)])


def _is_trial(node: ast.stmt, answers: Collection[str]) -> bool:
    """Tell whether a statement tries an answer: it is neither a definition nor a plain value."""
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
    """Return the statements of a cell; none if it is not Python."""
    # With a carriage return, Python would count its lines differently.
    return [] if "\r" in source else _tree(source)[0]


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
