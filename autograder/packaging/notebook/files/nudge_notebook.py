"""Imported by a notebook from the kit beside it: unpacks the kit, and passes calls on."""

import atexit
import importlib
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

KIT = Path(__file__).parent

# Checks and answers are read as files. A folder of this process's own: nobody else writes to it.
_ROOT = Path(tempfile.mkdtemp(prefix="nudge-"))
atexit.register(shutil.rmtree, _ROOT, ignore_errors=True)
with zipfile.ZipFile(KIT) as _packed:
    _packed.extractall(_ROOT)
sys.path[:] = [str(_ROOT), *(place for place in sys.path if place != str(KIT))]

from autograder.calls import imports  # noqa: E402 - only now is it there
from autograder.checking.in_notebook import NotebookChecks  # noqa: E402

_checks = NotebookChecks(_ROOT, KIT, Path.cwd())
_checks.earlier.install()
may_import = imports.hold_notebook_to_the_rule()
grade = _checks.grade
with_hidden_checks = _checks.with_hidden_checks

if "IPython" in sys.modules and (_shell := sys.modules["IPython"].get_ipython()) is not None:
    _shell.events.register("pre_run_cell", lambda info: _checks.earlier.forget_changed())


def picture(exercise: str) -> object:
    """Return the exercise's picture, drawn by the functions that are in the notebook.

    While nbgrader grades, nobody looks at it, so None is returned.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return None
    # Imported here: checks do without matplotlib.
    pictures = importlib.import_module("autograder.pictures")
    return pictures.draw(exercise, vars(sys.modules["__main__"]))
