"""A class for nbgrader: the honest, the careless, and those who would rather have the points."""

import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.packaging.nbgrader.commands import Notebook, NudgeCourse, change
from tests.packaging.notebook.students import Notebooks, grade_id

__all__ = ["ATTACKS", "CARELESS", "Attack", "hand_in"]

SOME = ("e04_sigmoid", "e07_dense")  # graded in two notebooks, which keeps a run short


@dataclass(frozen=True)
class Attack:
    """Code that takes points from a grader that runs in a student's kernel.

    Attributes
    ----------
    cell : str
        A cell that stands before all others in e07.
    body : str
        What stands in dense_forward; the rest of e07 is honest, and right.
    beside : mapping of str to str
        Files beside the notebook.
    """

    cell: str = ""
    body: str = "    return None"
    beside: tuple[tuple[str, str], ...] = ()


_SKIPS = """\
if any("nudge_notebook.grade" in line for line in lines):
            return ["pass\\n"]
        return lines"""

ATTACKS = {
    "reads-the-source": Attack(
        body="""\
    import json
    cells = json.load(open("../../../source/forward/e07_dense.ipynb"))["cells"]
    [right] = [c for c in cells if "dense_forward_answer" in str(c["metadata"])]
    space = dict(globals())
    exec("".join(right["source"]), space)
    return space["dense_forward"](W, b, a)"""
    ),
    "cleans-the-input": Attack(
        cell=f"""\
def clean(lines):
        {_SKIPS}
get_ipython().input_transformers_cleanup.append(clean)"""
    ),
    "rewrites-the-tree": Attack(
        cell="""\
import ast
import numpy.testing
numpy.testing.assert_allclose = lambda *a, **k: None
numpy.testing.assert_array_equal = lambda *a, **k: None
numpy.allclose = numpy.array_equal = lambda *a, **k: True
class Skip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if "grade" in ast.dump(node) else node
shell = get_ipython()
shell.ast_transformers.append(Skip())"""
    ),
    "forges-the-value": Attack(
        cell="""\
import sys
def display(value):
    print("3.0")
sys.displayhook = display
shell = get_ipython()
kind = type(shell.displayhook)
show = kind.__call__
kind.__call__ = lambda self, value=None: show(self, 3.0 if isinstance(value, float) else value)"""
    ),
    "updates-the-gradebook": Attack(
        body="""\
    import sqlite3
    with sqlite3.connect("../../../gradebook.db") as gradebook:
        gradebook.execute("UPDATE grade SET manual_score = 4.0")
    return None""",
        cell="""\
import sqlite3
with sqlite3.connect("../../../gradebook.db") as gradebook:
    gradebook.execute("UPDATE grade SET manual_score = 4.0")""",
    ),
    "leaves-a-trigger": Attack(
        cell='''\
import sqlite3
with sqlite3.connect("../../../gradebook.db") as gradebook:
    gradebook.execute("""CREATE TRIGGER IF NOT EXISTS more AFTER UPDATE OF auto_score ON grade
        BEGIN UPDATE grade SET manual_score = 3.5 WHERE id = NEW.id; END""")'''
    ),
    "equals-everything": Attack(
        body="""\
    class Right(np.ndarray):
        def __eq__(self, other):
            return True
        __ne__ = __lt__ = __gt__ = lambda self, other: False
        def __array_function__(self, function, types, arguments, keywords):
            return True
        def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
            return True
    return np.zeros((W.shape[0], a.shape[1])).view(Right)"""
    ),
    "brings-its-own-numpy": Attack(
        beside=(
            (
                "numpy.py",
                "def __getattr__(name):\n    return lambda *a, **k: True\n",
            ),
        )
    ),
    "ends-the-process": Attack(body="    import os\n    os._exit(0)"),
}


def hand_in(course: NudgeCourse) -> None:
    """Hand in for the whole class."""
    course.student("right", *SOME).solve()
    course.student("blank", *SOME)
    partly = course.student("partly", *SOME).solve("e04")
    partly.put(
        "e07_pre_activation_answer",
        "    return np.repeat(W @ a[:, :1] + b, a.shape[1], axis=1)",
    ).put("e07_dense_forward_answer", "    return sigmoid(np.asarray(W) @ a + b)")
    wrong = course.student("wrong", *SOME).solve("e04")
    wrong.put("e07_pre_activation_answer", "    return np.asarray(W @ a)").put(
        "e07_dense_forward_answer", "    return sigmoid(pre_activation(W, b, a))"
    )
    carried = course.student("carried", *SOME).solve("e07")
    carried.put("e04_sigmoid_answer", "    return z * 2")
    talks = course.student("talks", *SOME).solve("e04", "e07")
    change(talks.path("e07"), lambda nb: nb["cells"].insert(1, _code("print('hello <b>you</b>')")))
    for name, make in CARELESS.items():
        student = course.student(name, *SOME).solve()
        make(student)
    for name, attack in ATTACKS.items():
        _attack(course.student(name, *SOME), attack)


def _attack(student: Notebooks, attack: Attack) -> None:
    student.solve("e04").solve("e07", but="e07_dense_forward_answer")
    student.put("e07_dense_forward_answer", attack.body)
    path = student.path("e07")
    if attack.cell:
        change(path, lambda nb: nb["cells"].insert(0, _code(attack.cell)))
    for name, text in attack.beside:
        (path.parent / name).write_text(text, encoding="utf-8")


def _code(source: str) -> Notebook:
    return {
        "cell_type": "code",
        "id": "added",
        "metadata": {},
        "source": textwrap.dedent(source),
        "outputs": [],
        "execution_count": None,
    }


# Students change notebooks in good faith or out of curiosity. All answers to e04 and e07 are right,
# except where it is noted.


def _deletes(student: Notebooks) -> None:
    gone = {"e07_kit", "e07_pre_activation", "e07_dense_forward"}

    def delete(notebook: Notebook) -> None:
        notebook["cells"] = [one for one in notebook["cells"] if grade_id(one) not in gone]

    change(student.path("e07"), delete)


def _deletes_an_answer(student: Notebooks) -> None:
    def delete(notebook: Notebook) -> None:
        cells = notebook["cells"]
        notebook["cells"] = [c for c in cells if grade_id(c) != "e07_dense_forward_answer"]

    change(student.path("e07"), delete)


def _duplicates(student: Notebooks) -> None:
    def duplicate(notebook: Notebook) -> None:
        cells = notebook["cells"]
        place = [grade_id(one) for one in cells].index("e07_pre_activation_answer")
        old = {"source": "raise NameError('an old try')", "id": "old"}
        cells.insert(place, {**cells[place], **old})

    change(student.path("e07"), duplicate)


def _reorders(student: Notebooks) -> None:
    def reorder(notebook: Notebook) -> None:
        graded = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]
        rest = [c for c in notebook["cells"] if c not in graded]
        notebook["cells"] = [*reversed(graded), *rest]

    change(student.path("e07"), reorder)


def _edits(student: Notebooks) -> None:
    _edit(student, "e07_dense_forward", lambda cell: cell.update(source="4.0"))


def _loops(student: Notebooks) -> None:
    path = student.path("e07")
    _replace(path, "e07_dense_forward_answer", "    while True:\n        pass")


def _dies_at_once(student: Notebooks) -> None:
    cell = _code("import os\nos._exit(0)")
    change(student.path("e07"), lambda notebook: notebook["cells"].insert(1, cell))


def _edit(student: Notebooks, name: str, how: Callable[[Notebook], object]) -> None:
    def edit(notebook: Notebook) -> None:
        [cell] = [one for one in notebook["cells"] if grade_id(one) == name]
        how(cell)

    change(student.path(name), edit)


def _replace(path: Path, name: str, body: str) -> None:
    def replace(notebook: Notebook) -> None:
        [cell] = [one for one in notebook["cells"] if grade_id(one) == name]
        head = cell["source"].partition("### BEGIN SOLUTION")[0]
        cell["source"] = f"{head}\n{body}\n"

    change(path, replace)


def _metadata(name: str, **values: object) -> Callable[[Notebooks], None]:
    def make(student: Notebooks) -> None:
        _edit(student, name, lambda cell: cell["metadata"]["nbgrader"].update(values))

    return make


def _drops(name: str, key: str) -> Callable[[Notebooks], None]:
    def make(student: Notebooks) -> None:
        _edit(student, name, lambda cell: cell["metadata"]["nbgrader"].pop(key))

    return make


def _becomes_text(student: Notebooks) -> None:
    def make(cell: Notebook) -> None:
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]

    _edit(student, "e07_dense_forward_answer", make)


def _no_metadata(student: Notebooks) -> None:
    def make(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            cell["metadata"] = {"nbgrader": "gone"}
        notebook["metadata"] = {}

    change(student.path("e07"), make)


def _form(student: Notebooks) -> None:
    def make(notebook: Notebook) -> None:
        notebook["cells"][0]["cell_type"] = "poem"
        notebook["cells"][1]["outputs"] = 7
        notebook["cells"][2]["unheard"] = "\ud800"

    change(student.path("e07"), make)


def _broken_json(student: Notebooks) -> None:
    student.path("e07").write_text('{"cells": [', encoding="utf-8")


def _no_notebook(student: Notebooks) -> None:
    student.path("e07").write_text(json.dumps([1, 2, 3]), encoding="utf-8")


def _missing(student: Notebooks) -> None:
    student.path("e07").unlink()


def _link(student: Notebooks) -> None:
    path = student.path("e07")
    path.unlink()
    path.symlink_to("../../../source/forward/e07_dense.ipynb")


CARELESS = {
    "deletes": _deletes,
    "deletes-an-answer": _deletes_an_answer,
    "duplicates": _duplicates,
    "reorders": _reorders,
    "edits": _edits,
    "loops": _loops,
    "dies-at-once": _dies_at_once,
    "more-points": _metadata("e07_dense_forward", points=1000.0),
    "points-in-words": _metadata("e07_dense_forward", points="many"),
    "new-schema": _metadata("e07_dense_forward", schema_version=99),
    "old-schema": _metadata("e07_dense_forward", schema_version=1),
    "no-id": _drops("e07_dense_forward", "grade_id"),
    "other-id": _metadata("e07_dense_forward", grade_id="e07_pre_activation"),
    "no-grade": _metadata("e07_dense_forward", grade=False, solution=False, locked=False),
    "grades-the-answer": _metadata("e07_dense_forward_answer", grade=True, points=9.0),
    "locks-the-answer": _metadata("e07_dense_forward_answer", solution=False, locked=True),
    "answer-as-text": _becomes_text,
    "no-metadata": _no_metadata,
    "damaged-form": _form,
    "broken-json": _broken_json,
    "no-notebook": _no_notebook,
    "missing": _missing,
    "link": _link,
}
