"""`from exercises.e04_sigmoid import sigmoid` in a notebook: the student's own earlier answer.

In a folder of notebooks there is no package `exercises`. Its modules are made from the notebooks
beside this one, so that a student writes the sigmoid once and every later notebook uses it.
"""

import contextlib
import importlib.abc
import importlib.machinery
import io
import json
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.calls.stub import todo_message
from autograder.course import Course

__all__ = ["EarlierAnswers"]

_PACKAGE: Final = "exercises"
_MAGIC: Final = re.compile(r"\s*[%!?]|.*\?\s*$")


class EarlierAnswers(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `exercises.NAME` as a notebook, or a module, in the folders of one student.

    Looked for are, in this order, `NAME.ipynb` and `NAME.py` in the notebook's own folder, in the
    folder of the exercise's unit beside it, and in what the student handed in for that unit.
    A missing exercise can still be imported: its functions say that they are to be written.

    Parameters
    ----------
    course : Course
        The exercises and their units.
    here : Path
        The folder of the notebook that runs.
    """

    def __init__(self, course: Course, here: Path) -> None:
        self._course = course
        self._here = here.resolve()
        self._read: dict[str, tuple[Path | None, float]] = {}

    def install(self) -> None:
        """Answer this process's imports of `exercises` from now on."""
        for name in [*sys.modules]:
            if name.partition(".")[0] == _PACKAGE:
                del sys.modules[name]
        sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, EarlierAnswers)]
        sys.meta_path.insert(0, self)

    def forget_changed(self) -> None:
        """Let the next import read every notebook that was saved again."""
        for name in [name for name, read in self._read.items() if self._found(name) != read]:
            self._read.pop(name)
            sys.modules.pop(f"{_PACKAGE}.{name}", None)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to make `exercises` or one of its modules; None for all other names."""
        package, _, name = fullname.partition(".")
        if package != _PACKAGE:
            return None
        if not name:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        is_known = any(exercise.id == name for exercise in self._course.written)
        return importlib.machinery.ModuleSpec(fullname, self) if is_known else None

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the answers of one exercise; a cell that raises does not stop the others."""
        name = module.__name__.partition(".")[2]
        if not name:
            return
        path, _ = self._read[name] = self._found(name)
        if path is None:
            print(f"{name}.ipynb is not beside this notebook: its functions count as not written")
        else:
            _run(module, path)
        # Only now: a cell may ask whether the module has a name.
        module.__dict__["__getattr__"] = _unwritten(name)

    def _found(self, name: str) -> tuple[Path | None, float]:
        """Return the file of an exercise, if there is one, and when it was saved."""
        unit = self._course.exercise(name).unit
        student = self._here.parent
        handed_in = student.parent.parent / "submitted" / student.name / unit
        folders = (self._here, student / unit, handed_in)
        paths = (folder / f"{name}{ending}" for folder in folders for ending in (".ipynb", ".py"))
        path = next(filter(Path.is_file, paths), None)
        return path, path.stat().st_mtime if path else 0.0


def _answer_cells(notebook: Any) -> Iterator[tuple[int, str]]:
    """Yield number and source of the code cells in which a student may have written an answer.

    Left out are the locked cells, in which the kit finds itself and grades, and the pictures.
    Code cells are counted from 1.
    """
    code_cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number, cell in enumerate(code_cells, start=1):
        metadata = cell.get("metadata", {})
        graded = metadata.get("nbgrader", {})
        locked = graded.get("locked") and not graded.get("solution")
        if not locked and metadata.get("nudge") != "picture":
            yield number, "".join(cell["source"])  # one text, or a list of lines


def _run(module: types.ModuleType, path: Path) -> None:
    name = path.stem
    module.__dict__["display"] = lambda *values: None
    try:
        text = path.read_text(encoding="utf-8-sig")
        cells = [*_answer_cells(json.loads(text))] if path.suffix == ".ipynb" else [(0, text)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{path.name} cannot be read ({error}): its functions count as not written")
        return
    for number, source in cells:
        place = f"{name} cell {number}.py" if number else path.name
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                exec(compile(_python(source), place, "exec"), module.__dict__)
        except NotImplementedError:
            continue  # a worked example of what is not written yet
        except (Exception, SystemExit) as error:
            where = f"cell {number} of {path.name}" if number else path.name
            print(f"{where} does not run: {type(error).__name__}: {error}")


def _python(source: str) -> str:
    try:
        compile(source, "cell", "exec")
    except SyntaxError:
        # Lines that only IPython understands go; line numbers stay.
        return "\n".join("" if _MAGIC.match(line) else line for line in source.split("\n"))
    return source


def _unwritten(exercise: str) -> Callable[[str], Callable[..., Any]]:
    short = exercise.partition("_")[0]

    def missing(name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def not_there(*arguments: Any, **named: Any) -> Any:
            raise NotImplementedError(todo_message(short, name))

        return not_there

    return missing
