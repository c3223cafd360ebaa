"""Notebooks: their code cells, without outputs and without what only Jupyter understands.

A parser can be made slow, or be broken, by a few lines; the process that runs this is confined.
"""

import ast
import json
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from autograder.worker.unpacking import Refused

__all__ = ["Cell", "defined_names", "python_cells", "without_kit", "without_trials"]

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


@dataclass(frozen=True)
class Cell:
    """A code cell; `number` counts the notebook's code cells from 1.

    Attributes
    ----------
    number : int
        Its number.
    source : str
        Its Python, with unchanged line numbers.
    tries : bool
        Whether it was made to try answers, not to hold one.
    fault : str
        Why it is not Python; empty if it is.
    """

    number: int
    source: str
    tries: bool = False
    fault: str = ""


def python_cells(
    data: bytes, functions: Collection[str], limits: SimpleNamespace
) -> tuple[tuple[Cell, ...], frozenset[str]]:
    """Return what can be run of a notebook's code cells, and the functions that they define.

    Parameters
    ----------
    data : bytes
        The notebook's file.
    functions : collection of str
        The functions of the course's exercises.
    limits : namespace
        The bounds of the intake.

    Raises
    ------
    Refused
        If it is not a notebook, or is too large.
    """
    cells = _code_cells(data, limits)
    defined = defined_names(cell.source for cell in cells)
    answers = defined.union(functions)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parser's, about code that it takes
        return tuple(_made_python(cell, answers, limits) for cell in cells), defined


def _made_python(cell: Cell, answers: Collection[str], limits: SimpleNamespace) -> Cell:
    source, fault = _python(cell.source, limits)
    if fault:
        return Cell(cell.number, "", cell.tries, fault)
    source = without_kit(source)
    return Cell(cell.number, without_trials(source, answers) if cell.tries else source, cell.tries)


def _code_cells(data: bytes, limits: SimpleNamespace) -> tuple[Cell, ...]:
    """Return the code cells of a notebook of nbformat 3 or 4, without outputs."""
    cells = [
        cell
        for cell in _cells(_parsed(data, limits))
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if len(cells) > limits.CELLS:
        raise Refused(f"it has more than {limits.CELLS:,} code cells")
    sources = [_joined(cell.get("source", cell.get("input", ""))) for cell in cells]
    if sum(len(source) for source in sources if source) > limits.MODULE:
        raise Refused(f"its code is larger than {limits.MODULE // 1_000_000} MB")
    return tuple(
        Cell(number, source, _TRIES in cell)
        for number, (cell, source) in enumerate(zip(cells, sources, strict=True), start=1)
        if source is not None
    )


def _parsed(data: bytes, limits: SimpleNamespace) -> Any:
    # JSON costs memory for each value, and each value has a comma or a bracket.
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > limits.NOTEBOOK_ITEMS:
        raise Refused("there is too much in its outputs; clear them and hand it in again")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_outputs)
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 text") from None
    except (RecursionError, MemoryError):
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


def _joined(source: Any) -> str | None:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source.replace("\r\n", "\n") if isinstance(source, str) else None


def _python(source: str, limits: SimpleNamespace) -> tuple[str, str]:
    """Return a cell's Python with unchanged line numbers, and why it is not Python."""
    head = source.lstrip("\n ")
    if head.startswith("%%") and not head.startswith(_RUNS_PYTHON):
        return "", ""
    if len(source) > limits.CELL:
        return "", f"it is longer than {limits.CELL:,} characters"
    lines = source.split("\n")
    if _SHELL in source:
        lines = [_passed(line) if line.lstrip().startswith(_SHELL) else line for line in lines]
    fault = _fault("\n".join(lines))
    # Only now: in a text or a long expression, a line of Python may begin with %.
    if fault and _drop_magics(lines):
        fault = _fault("\n".join(lines))
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


def _fault(source: str) -> str:
    """Return why a cell is not Python, or nothing; only the grammar is checked.

    It is parsed, not compiled: a compiler computes constants and doubles the body of a `finally`,
    so a kilobyte can keep it busy for minutes and fill gigabytes.
    """
    try:
        _tree(source)
    except SyntaxError as error:
        return f"line {error.lineno or 1} is not Python ({error.msg})"
    except (RecursionError, MemoryError):
        return "it is nested too deep to be read"
    except (ValueError, OverflowError) as error:
        return f"it is not Python ({error})"
    return ""


def _tree(source: str) -> ast.Module:
    return ast.parse(source, "cell")


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-. " else "_" for letter in title)


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
    """Return the statements of a cell; none if it is not Python, which `_fault` reports."""
    # With a carriage return, Python would count its lines differently.
    return [] if "\r" in source or _fault(source) else _tree(source).body


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
