"""One exercise as a notebook: text, answers, worked examples and grade cells."""

import ast
import doctest
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from autograder.checking.check import load_checks
from autograder.checking.in_notebook import Group
from autograder.course import Course, CourseError, Exercise, UserError
from autograder.packaging.notebook.groups import (
    CheckNeeds,
    cell_name,
    grouped,
    names_defined,
    needs_of,
)
from autograder.packaging.stubs import BEGIN_SOLUTION, stub_regions, without_broken
from autograder.reference.sources import Sources

__all__ = [
    "KIT",
    "KIT_CELL",
    "MadeNotebook",
    "groups_of_today",
    "make_notebook",
    "with_checks_of_today",
]

KIT: Final = "nudge_kit.zip"
SCHEMA: Final = 3
_PICTURES: Final = Path(__file__).parents[2] / "pictures"  # the engine's, as in a handout

KIT_CELL: Final = f'''\
# Run this cell first: it finds the checks, which are in {KIT} beside this notebook.
import sys
from pathlib import Path

places = [Path("{KIT}"), Path("..", "{KIT}")]
if "google.colab" in sys.modules and not any(place.is_file() for place in places):
    from google.colab import files

    print("Choose {KIT}, and the notebooks of earlier exercises that this one builds on:")
    files.upload()
kit = next((place.resolve() for place in places if place.is_file()), None)
if kit is None:
    raise FileNotFoundError(
        "{KIT} is not beside this notebook: put it there, from the folder that the notebook "
        "came in, and run this cell again."
    )
if str(kit) not in sys.path:
    sys.path.insert(0, str(kit))
try:
    import nudge_notebook
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"{{missing.name}} is not installed: run %pip install numpy matplotlib in a new "
        "cell, and then this one again."
    ) from None'''

_KERNEL: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
}


@dataclass(frozen=True)
class MadeNotebook:
    """A notebook as nbgrader's `source/` has it, and the groups of its grade cells.

    Attributes
    ----------
    exercise : Exercise
        Whose it is.
    text : str
        The file's text.
    groups : tuple of Group
        The groups of its checks, in its order.
    """

    exercise: Exercise
    text: str
    groups: tuple[Group, ...]


def make_notebook(course: Course, exercise: Exercise, checks: Sequence[CheckNeeds]) -> MadeNotebook:
    """Return the notebook that a solution in the percent format makes.

    Raises
    ------
    UserError
        If jupytext is not installed.
    CourseError
        If the solution's markers or its checks do not fit its cells.
    """
    import nbformat  # noqa: PLC0415 - of the extra `nbgrader`

    solution = course.solution(exercise).read_text(encoding="utf-8")
    regions = stub_regions(exercise, solution)
    parts = _parts(without_broken(solution))
    codes = [source for kind, source in parts if kind == "code"]
    _require_order(exercise, codes)
    groups = grouped(exercise, checks, codes)
    notebook = nbformat.v4.new_notebook(metadata=_KERNEL)
    waiting = iter(regions)
    index = -1
    for kind, source in parts:
        if kind != "code":
            notebook.cells.append(nbformat.v4.new_markdown_cell(source))
            continue
        if index < 0:
            notebook.cells.append(_locked_kit(exercise))
        index += 1
        lines = source.splitlines()
        # nbgrader_config.py replaces the regions with these, one list for each region.
        stubs = [list(next(waiting).stub) for line in lines if line.strip() == BEGIN_SOLUTION]
        if stubs:
            answer = _nbgrader(f"{exercise.short}_{cell_name(source)}_answer", solution=True)
            notebook.cells.append(_code(source, nbgrader=answer, nudge_stubs=stubs))
            notebook.cells += [_role("example", text) for text in _worked_examples(source)]
        else:
            notebook.cells.append(_code(source))
        if index in groups:
            notebook.cells.append(_grade(groups[index]))
    if (_PICTURES / f"{exercise.id}.py").is_file():
        notebook.cells.append(_role("picture", f'nudge_notebook.picture("{exercise.id}")'))
    for number, cell in enumerate(notebook.cells):
        # nbformat draws random ids; the same source must give the same bytes.
        cell["id"] = f"{exercise.short}-{number:02}"
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    return MadeNotebook(exercise, text.rstrip("\n") + "\n", tuple(groups.values()))


def with_checks_of_today(course: Course, groups: Mapping[str, Group]) -> dict[str, Group]:
    """Return the groups of a release whose checks the course has, though it was made earlier.

    Where a check is gone, the cell of the same id has the checks that it would get today.

    Parameters
    ----------
    course : Course
        The course as it is now.
    groups : mapping of str to Group
        By cell id, as `nudge notebooks` wrote them then.
    """
    there = {one.id: {check.name for check in load_checks(course, one)} for one in course.exercises}
    older = {
        group.exercise
        for group in groups.values()
        if group.exercise in there and not there[group.exercise].issuperset(group.checks)
    }
    today = {group.id: group for exercise in older for group in groups_of_today(course, exercise)}
    return {
        name: replace(group, checks=today[name].checks, hidden=today[name].hidden)
        if name in today
        else group
        for name, group in groups.items()
    }


def groups_of_today(course: Course, name: str) -> Iterable[Group]:
    """Return the groups of the notebook that an exercise makes now."""
    exercise = course.exercise(name)
    solution = without_broken(course.solution(exercise).read_text(encoding="utf-8"))
    codes = [source for kind, source in _parts(solution) if kind == "code"]
    return grouped(exercise, needs_of(Sources(course), exercise), codes).values()


def _parts(solution: str) -> list[tuple[str, str]]:
    """Return the kind and the source of every cell of a text in the percent format."""
    try:
        import jupytext  # noqa: PLC0415 - of the extra `nbgrader`
    except ImportError as error:
        raise UserError(
            f"notebooks need {error.name}, which is not installed; "
            "run: python -m pip install jupytext nbformat"
        ) from None
    read = jupytext.reads(solution, fmt="py:percent")
    return [(cell.cell_type, cell.source) for cell in read.cells]


def _require_order(exercise: Exercise, codes: Sequence[str]) -> None:
    """Raise CourseError if a cell uses what a later one defines: notebooks run downwards."""
    for index, source in enumerate(codes):
        used = _globals_used(symtable.symtable(source, "cell", "exec")) - {*names_defined(source)}
        for name in (name for later in codes[index + 1 :] for name in names_defined(later)):
            if name in used:
                raise CourseError(
                    f"{exercise.id}: {cell_name(source)} uses {name}, which a later cell defines; "
                    "a notebook runs from top to bottom, so put that cell first"
                )


def _globals_used(scope: symtable.SymbolTable) -> set[str]:
    here = {
        symbol.get_name()
        for symbol in scope.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or scope.get_type() == "module")
    }
    return here.union(*map(_globals_used, scope.get_children()))


def _worked_examples(source: str) -> Iterator[str]:
    """Yield the examples of the docstrings as cells, each with the output it should show."""
    for node in ast.parse(source).body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            continue
        examples = [
            example
            for example in doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")
            if not example.exc_msg  # a correct error would end the cell
        ]
        shown = [example for example in examples if example.want]
        if not shown:
            continue
        lines = [f"# The worked example of {node.name}. It should show:"]
        lines += [f"# {line}" for example in shown for line in example.want.splitlines()]
        for example in examples:
            code = example.source.rstrip("\n")
            # Only the last value of a cell is shown by itself.
            lines.append(
                f"display({code})" if example.want and example is not examples[-1] else code
            )
        yield "\n".join(lines)


def _nbgrader(grade_id: str, **rest: Any) -> Mapping[str, Any]:
    base = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"grade_id": grade_id, "schema_version": SCHEMA, **base, **rest}


def _code(source: str, **metadata: Any) -> Any:
    import nbformat  # noqa: PLC0415 - of the extra `nbgrader`

    return nbformat.v4.new_code_cell(source, metadata=metadata)


def _locked_kit(exercise: Exercise) -> Any:
    names = ", ".join(f'"{name}"' for name in exercise.packages)
    source = f"{KIT_CELL}\nnudge_notebook.may_import({names})" if names else KIT_CELL
    return _code(source, nbgrader=_nbgrader(f"{exercise.short}_kit", locked=True))


def _role(role: str, source: str) -> Any:
    # Until the answer is written it raises, and the cells below must run all the same.
    return _code(source, nudge=role, tags=["raises-exception"])


def _grade(group: Group) -> Any:
    hidden = (
        "### BEGIN HIDDEN TESTS\nnudge_notebook.with_hidden_checks()\n### END HIDDEN TESTS\n"
        if group.hidden
        else ""
    )
    return _code(
        f'{hidden}nudge_notebook.grade("{group.id}")',
        nbgrader=_nbgrader(group.id, grade=True, locked=True, points=group.points),
    )
