"""Notebooks: what their code cells come to."""

import json
from pathlib import Path

import pytest

from autograder.course import Limits
from autograder.grading.bounded import Journal
from autograder.grading.intake import Submission
from tests.grading.intake.makers import loaded, notebook, put, read

SIGMOID = "def sigmoid(z):\n    return 1.0\n"


def reads(tmp_path: Path, data: bytes, name: str = "ada_e04_sigmoid.ipynb") -> Submission:
    put(tmp_path, {name: data})
    return read(tmp_path)


def test_the_code_cells_become_the_module(tmp_path: Path) -> None:
    made = loaded(
        reads(tmp_path, notebook("import math", SIGMOID, "x = sigmoid(0)")), "e04_sigmoid"
    )
    assert made["x"] == 1.0


def test_a_notebook_of_the_third_format_is_read(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": ["def sigmoid(z):\n", "    return 2.0"], "outputs": []}
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]}).encode()
    assert loaded(reads(tmp_path, data), "e04_sigmoid")["sigmoid"](0) == 2.0


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    found = reads(tmp_path, b"\xef\xbb\xbf" + notebook(SIGMOID))
    assert "exercises.e04_sigmoid" in found.modules


def test_outputs_are_left_behind(tmp_path: Path) -> None:
    found = reads(tmp_path, notebook(SIGMOID))
    assert not any(b"points: 100" in source for source in found.modules.values())


def test_a_cell_that_raises_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = ("x = 1\n\n1 / 0\ny = 1", "raise SystemExit", SIGMOID)
    made = loaded(reads(tmp_path, notebook(*cells)), "e04_sigmoid")
    assert made["sigmoid"](0) == 1.0
    assert "e04_sigmoid.ipynb, cell 1, line 3: ZeroDivisionError" in capsys.readouterr().err


def test_a_cell_that_is_not_python_is_left_out_and_named(tmp_path: Path) -> None:
    found = reads(tmp_path, notebook(SIGMOID, "x = 1\ndef broken(:"))
    assert found.notes[0].startswith(
        "e04_sigmoid.ipynb, cell 2 was left out: line 2 is not Python ("
    )
    assert "sigmoid" in loaded(found, "e04_sigmoid")


def test_a_cell_that_only_grades_is_counted_and_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = json.loads(notebook("graded = sigmoid(0)", "answered = True", SIGMOID, "1 / 0"))
    for cell, solution in zip(kept["cells"][1:], (False, True), strict=False):
        cell["metadata"] = {"nbgrader": {"locked": True, "grade": True, "solution": solution}}
    made = loaded(reads(tmp_path, json.dumps(kept).encode()), "e04_sigmoid")
    assert "graded" not in made
    assert made["answered"]
    assert "e04_sigmoid.ipynb, cell 4, line 1: ZeroDivisionError" in capsys.readouterr().err


def test_an_answer_that_somebody_locked_or_made_text_is_an_answer(tmp_path: Path) -> None:
    kept = json.loads(notebook(SIGMOID, "answered = True"))
    _, locked, text = kept["cells"]
    locked["metadata"] = {"nbgrader": {"locked": True, "solution": False}}
    text["metadata"] = {"nbgrader": {"solution": True, "cell_type": "code"}}
    text["cell_type"] = "markdown"
    made = loaded(reads(tmp_path, json.dumps(kept).encode()), "e04_sigmoid")
    assert "sigmoid" in made
    assert made["answered"]


def test_a_worked_example_runs_only_if_it_defines_a_function(tmp_path: Path) -> None:
    helper = "def helper():\n    return 1"
    kept = json.loads(notebook(SIGMOID, "while True:\n    pass", helper))
    for cell in kept["cells"][2:]:
        cell["metadata"] = {"nudge": "example"}
    made = loaded(reads(tmp_path, json.dumps(kept).encode()), "e04_sigmoid")
    assert made["helper"]() == 1


def test_of_an_answer_that_is_there_twice_the_last_one_counts(tmp_path: Path) -> None:
    again = SIGMOID.replace("1.0", "2.0")
    kept = json.loads(notebook(SIGMOID, "raise NameError", again))
    for cell in kept["cells"]:
        cell["metadata"] = {"nbgrader": {"grade_id": "e04_sigmoid_answer", "solution": True}}
    made = loaded(reads(tmp_path, json.dumps(kept).encode()), "e04_sigmoid")
    assert made["sigmoid"](0) == 2.0


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!pip install torch",
        "!pip install \\\n  torch",
        "    %timeit 1",
        "np.dot?",
        "?np.dot",
        "np.dot??",
        "files = !ls",
        "t = %timeit -o 1",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
    ],
)
def test_lines_that_only_jupyter_understands_are_dropped(tmp_path: Path, line: str) -> None:
    inside = "if True:\n" if line.startswith(" ") else ""
    found = reads(tmp_path, notebook(f"{inside}{line}\n{SIGMOID}"))
    assert loaded(found, "e04_sigmoid")["sigmoid"](0) == 1.0
    assert found.refused == ()


def test_a_line_of_python_that_begins_like_a_magic_stays(tmp_path: Path) -> None:
    cell = 'x = (7\n% 4)\ntext = """\n%matplotlib\n!ls\n"""'
    made = loaded(reads(tmp_path, notebook(cell)), "e04_sigmoid")
    assert (made["x"], made["text"]) == (3, "\n%matplotlib\n!ls\n")


def test_a_cell_of_another_language_is_dropped(tmp_path: Path) -> None:
    made = loaded(reads(tmp_path, notebook("%%bash\nx=1", SIGMOID)), "e04_sigmoid")
    assert "sigmoid" in made


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
def test_a_cell_that_is_timed_keeps_its_definitions(tmp_path: Path, magic: str) -> None:
    made = loaded(reads(tmp_path, notebook(f"{magic}\n{SIGMOID}")), "e04_sigmoid")
    assert made["sigmoid"](0) == 1.0


@pytest.mark.parametrize("line", ["raise NotImplementedError()", "raise NotImplementedError"])
def test_a_function_still_to_be_written_says_so_in_the_kits_words(
    tmp_path: Path, line: str
) -> None:
    cell = f"def sigmoid(z):\n    # YOUR CODE HERE\n    {line}\n"
    made = loaded(reads(tmp_path, notebook(cell)), "e04_sigmoid")
    with pytest.raises(NotImplementedError, match=r"^e04 sigmoid: replace this line$"):
        made["sigmoid"](0)


def test_an_error_names_the_cell_and_its_line(tmp_path: Path) -> None:
    found = reads(tmp_path, notebook("x = 1", "def sigmoid(z):\n\n    return 1 / 0\n"))
    with pytest.raises(ZeroDivisionError) as error:
        loaded(found, "e04_sigmoid")["sigmoid"](0)
    last = error.traceback[-1]
    assert (last.frame.code.raw.co_filename, last.lineno + 1) == ("e04_sigmoid cell 2.py", 3)


def test_each_cell_stands_beside_the_module_under_a_name_of_its_own(tmp_path: Path) -> None:
    found = reads(tmp_path, notebook("x = 1", SIGMOID))
    assert found.modules["exercises.e04_sigmoid cell 2"] == SIGMOID.encode()


def test_annotations_stay_unevaluated_in_later_cells(tmp_path: Path) -> None:
    cells = ("from __future__ import annotations", "def sigmoid(z: Unknown): return 1.0")
    assert "sigmoid" in loaded(reads(tmp_path, notebook(*cells)), "e04_sigmoid")


def test_a_notebook_is_known_by_the_functions_in_it(tmp_path: Path) -> None:
    both = notebook(SIGMOID, "def pre_activation(W, b, a):\n    raise NotImplementedError()\n")
    found = reads(tmp_path, both, "ada.ipynb")
    assert {"exercises.e04_sigmoid", "exercises.e07_dense"} <= set(found.modules)
    with pytest.raises(NotImplementedError, match="e07 pre_activation: replace this line"):
        loaded(found, "e04_sigmoid")["pre_activation"](0, 0, 0)


NESTED = b'{"nbformat": 4, "cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
MANY = b'{"nbformat": 4, "cells": [' + b"[],\n" * 600_000 + b"[]]}"
WRONG = {
    "no JSON": (b"{", "it is not JSON"),
    "a list": (b"[]", "not a notebook"),
    "another version": (b'{"nbformat": 5, "cells": []}', "nbformat 3 or 4"),
    "no version": (b'{"cells": []}', "nbformat 3 or 4"),
    "cells that are no list": (b'{"nbformat": 4, "cells": {"a": 1}}', "its cells are not a list"),
    "worksheets that are no list": (b'{"nbformat": 3, "worksheets": 1}', "its worksheets"),
    "a worksheet that is none": (b'{"nbformat": 3, "worksheets": [1]}', "its cells"),
    "no cells": (b'{"nbformat": 4, "cells": []}', "no code cell that can be run"),
    "cells of other kinds": (
        b'{"nbformat": 4, "cells": [1, null, {"cell_type": 2}]}',
        "no code cell",
    ),
    "a source that is a number": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}',
        "no code cell",
    ),
    "deep nesting": (NESTED, "nested deeper"),
    "too many values": (MANY, "too much in its outputs"),
    "another encoding": (notebook("x = 1").decode().encode("utf-16"), "not UTF-8"),
    "half a character": (notebook("x = 'é'").replace(b"\\u00e9", b"\xc3"), "not UTF-8"),
    "a number with a million digits": (b'{"nbformat": ' + b"9" * 1_000_000 + b"}", "not JSON"),
    "too large": (b" " * 16_000_001, "larger than 16 MB"),
    "too many cells": (notebook(*["x"] * 2_001), "more than 2,000 code cells"),
    "too much code": (notebook(*["#" * 190_000] * 6), "its code is larger than 1 MB"),
}


@pytest.mark.parametrize(("data", "reason"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_is_not_a_notebook_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    assert reason in reads(tmp_path, data).problem


CRASHES = {
    "parentheses": "(" * 100_000,
    "closed parentheses": "(" * 100_000 + ")" * 100_000,
    "minus signs": "-" * 100_000 + "1",
    "attributes": "a" + ".b" * 50_000,
    "calls": "f" + "()" * 50_000,
    "sums": "+".join("1" * 50_000),
    "lambdas": "lambda:" * 20_000 + "1",
    "blocks": "".join(" " * depth + "if x:\n" for depth in range(400)),
    "a NUL": "x = 1\0",
    "half a surrogate pair": "x = '\ud800'",
    "a very long line": "x = '" + "x" * 250_000 + "'",
}


@pytest.mark.parametrize("source", CRASHES.values(), ids=CRASHES.keys())
def test_a_cell_that_crashes_parsers_is_left_out_alone(tmp_path: Path, source: str) -> None:
    found = reads(tmp_path, notebook(SIGMOID, source))
    assert [refusal.path for refusal in found.refused] == ["e04_sigmoid.ipynb, cell 2"]
    assert loaded(found, "e04_sigmoid")["sigmoid"](0) == 1.0


def test_a_broken_notebook_leaves_the_other_exercises_to_be_graded(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.ipynb": b"{", "e07_dense.ipynb": notebook(SIGMOID)})
    found = read(tmp_path)
    assert "exercises.e07_dense" in found.modules
    assert found.notes[0].startswith("e04_sigmoid.ipynb was left out: it is not JSON")


def _nested_finally(depth: int) -> str:
    lines = [
        line for at in range(depth) for line in (" " * at + "try: pass", " " * at + "finally:")
    ]
    return "\n".join([*lines, " " * depth + "pass"])


@pytest.mark.parametrize(
    "bomb",
    ["x = " + "+".join(["'a' * 4000"] * 1500), _nested_finally(20)],
    ids=["constants that are added up", "a finally in a finally"],
)
def test_code_that_fills_a_compilers_memory_is_left_to_the_worker(
    tmp_path: Path, bomb: str
) -> None:
    with Journal().bounded("any", "any", Limits()):
        found = reads(tmp_path, notebook(bomb, SIGMOID))
    assert found.refused == ()
    assert found.modules["exercises.e04_sigmoid cell 1"] == bomb.encode()


def test_a_compilers_refusal_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = loaded(reads(tmp_path, notebook("x = 1\nreturn x", SIGMOID)), "e04_sigmoid")
    assert made["sigmoid"](0) == 1.0
    assert "cell 1, line 2: SyntaxError: 'return' outside function" in capsys.readouterr().err
