"""Notebooks run from top to bottom, with a student's packages alone: no Jupyter, no nbgrader."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.checking.check import load_checks
from autograder.course import Course, load_course
from tests.packaging.notebook.students import Notebooks, cells_of, grade_id
from tests.student_folder import ROOT

WARNS = """\
    import logging, os, sys, warnings
    warnings.warn("careful")
    logging.warning("a log")
    print("to stderr", file=sys.stderr)
    os.write(2, b"to the file of number two")
    print("a trace of mine")
    return 1 / (1 + np.exp(-z))"""


def points(student: Notebooks, name: str) -> dict[str, float]:
    ran = student.run(name)
    return {key: float(cell.value) for key, cell in ran.items() if cell.value[:1].isdigit()}


@pytest.mark.parametrize("short", ["e04", "e06", "e07", "e16"])
def test_a_blank_notebook_earns_nothing_and_says_why(student: Notebooks, short: str) -> None:
    graded = {key: cell for key, cell in student.run(short).items() if "nudge" not in key}
    told = {key: cell for key, cell in graded.items() if cell.printed and cell.value == "0.0"}
    assert told
    assert all(cell.printed.rstrip().endswith("is not written yet") for cell in told.values())


@pytest.mark.parametrize("short", ["e04", "e06", "e07", "e15", "e16", "e18"])
def test_a_right_notebook_earns_all(student: Notebooks, course: Course, short: str) -> None:
    ran = student.solve().run(short)
    graded = {key: cell for key, cell in ran.items() if "points\n" in cell.printed}
    assert sum(float(cell.value) for cell in graded.values()) == course.exercise(short).points
    assert [cell.error for cell in ran.values() if cell.error] == []


def test_a_wrong_answer_gets_the_four_lines(student: Notebooks) -> None:
    student.solve("e04").put("e07_pre_activation_answer", "    return W @ a")
    cell = student.run("e07")["e07_pre_activation"]
    assert cell.value == "0.0"
    assert (
        "wrong     The worked example's neurons gather z = -2 and 2.5.\n"
        "    called    pre_activation(W (2, 3) = [[1, -2, 3], [0.5, 1, -1]], "
        "b (2, 1) = [[1], [-0.5]], a (3, 1) = [[2], [1], [-1]])\n"
        "    expected  array (2, 1): [[-2], [2.5]]\n"
        "    got       array (2, 1): [[-3], [3]] (2 of 2 differ, first at [0, 0]: -3, not -2)\n"
        "    hint      What does the neuron do with silent inputs?  [The bias is left out]\n"
    ) in cell.printed


def test_a_partly_right_answer_earns_its_share(student: Notebooks, course: Course) -> None:
    # Right for one example, and for any number of silent ones.
    only_first = "    z = W @ a[:, :1] + b\n    return np.repeat(z, a.shape[1], axis=1)"
    student.solve("e04").put("e07_pre_activation_answer", only_first)
    cell = student.run("e07")["e07_pre_activation"]
    told = {
        sentence: word for word, sentence in re.findall(r"(?m)^(right|wrong) +(.*)$", cell.printed)
    }
    declared = [check.declared for check in load_checks(course, course.exercise("e07"))]
    public = [one for one in declared if one.sentence in told]
    right = [one for one in public if told[one.sentence] == "right"]
    broken = {one.group for one in public if one not in right} - {""}
    earning = [one for one in right if one.group not in broken]
    share = sum(one.points for one in earning) / sum(one.points for one in public)
    assert 0 < share < 1
    of = re.search(rf"{len(right)} of {len(public)} right, .* of ([\d.]+) points", cell.printed)
    assert of is not None
    assert float(cell.value) == pytest.approx(share * float(of[1]), abs=1e-5)


def test_nothing_that_student_code_prints_reaches_stderr(student: Notebooks) -> None:
    student.put("e04_sigmoid_answer", WARNS)
    ran = student.run("e04")
    assert "to the file of number two" in "".join(cell.stderr for cell in ran.values())
    cell = ran["e04_sigmoid"]
    assert cell.stderr == ""
    assert float(cell.value) > 0
    assert "Your code printed:" in cell.printed
    assert "a trace of mine" in cell.printed
    assert "a log" in cell.printed


def test_an_earlier_answer_comes_from_the_notebook_beside(student: Notebooks) -> None:
    student.solve("e07")
    assert "blocked" in student.run("e07")["e07_dense_forward"].printed
    student.solve("e04")
    assert points(student, "e07")["e07_dense_forward"] > 0


def test_an_earlier_answer_that_was_saved_again_is_read_again(student: Notebooks) -> None:
    student.solve("e04", "e07").put_last(
        "e07",
        """
import json, os
other = {"cells": [{"cell_type": "code", "source": "def sigmoid(z): return 42"}]}
Path("e04_sigmoid.ipynb").write_text(json.dumps(other))
os.utime("e04_sigmoid.ipynb", (1, 1))
nudge_notebook._checks.earlier.forget_changed()  # as a kernel does before every cell
from exercises.e04_sigmoid import sigmoid
sigmoid(0)""",
    )
    assert [*student.run("e07").values()][-1].value == "42"


def test_an_earlier_answer_comes_from_another_units_folder(student: Notebooks) -> None:
    student.solve("e04", "e07", "e12", "e15")
    (student.root / "learning" / "e12_cost.py").touch()  # the notebook goes first
    assert sum(points(student, "e15").values()) > 0


def test_an_earlier_answer_may_be_supplied_as_a_module(student: Notebooks, course: Course) -> None:
    student.solve("e07").path("e04").unlink()
    shutil.copy(course.solution(course.exercise("e04")), student.root / "forward")
    assert points(student, "e07")["e07_dense_forward"] > 0


def test_without_the_earlier_notebook_the_later_waits_for_it(student: Notebooks) -> None:
    student.solve("e07").path("e04").unlink()
    ran = student.run("e07")
    assert any("e04_sigmoid.ipynb is not beside this notebook" in c.printed for c in ran.values())
    assert "blocked" in ran["e07_dense_forward"].printed
    assert "e04 sigmoid is not written yet" in ran["e07_dense_forward"].printed
    assert float(ran["e07_pre_activation"].value) > 0


def test_an_earlier_notebook_with_a_failing_cell_gives_the_rest(
    student: Notebooks,
) -> None:
    student.solve("e04", "e07").put_last("e04", "%matplotlib inline\n1 / 0")
    ran = student.run("e07")
    assert float(ran["e07_dense_forward"].value) > 0
    assert any(
        "of e04_sigmoid.ipynb does not run: ZeroDivisionError" in c.printed for c in ran.values()
    )


@pytest.mark.parametrize(
    "importing",
    [
        "import pytest",
        "from pytest import approx",
        "import importlib\nimportlib.import_module('pytest')",
    ],
)
def test_a_package_that_grading_lacks_cannot_be_imported(
    student: Notebooks, importing: str
) -> None:
    told = [*student.put_last("e04", importing).run("e04").values()][-1].error
    assert told.startswith("ModuleNotFoundError: pytest is not part of this course; grading has")


def test_an_earlier_notebook_imports_what_grading_has_and_no_more(student: Notebooks) -> None:
    student.solve("e04", "e07").put_last("e04", "import pytest")
    ran = student.run("e07")
    assert any("ModuleNotFoundError: pytest is not part" in cell.printed for cell in ran.values())


def test_an_exercise_about_other_packages_may_import_them(student: Notebooks) -> None:
    asked = "try:\n    import torch\nexcept ImportError as why:\n    print(why)"
    refused = "torch is not part of this course"
    assert refused in [*student.put_last("e04", asked).run("e04").values()][-1].printed
    assert refused not in [*student.put_last("e19", asked).run("e19").values()][-1].printed


def test_packages_of_the_notebooks_environment_can_be_imported(student: Notebooks) -> None:
    asked = "import importlib.util, sys, types\nsys.modules['google'] = types.ModuleType('google')"
    last = [*student.put_last("e04", f"{asked}\nimport google\ngoogle").run("e04").values()][-1]
    assert "module 'google'" in last.value


def test_a_picture_is_drawn_by_the_functions_of_the_notebook(student: Notebooks) -> None:
    look = 'nudge_notebook.picture("e04_sigmoid").notes'
    assert (
        "sigmoid is not written yet"
        in [*student.put_last("e04", look).run("e04").values()][-1].value
    )
    drawn = [*student.solve("e04").run("e04").values()]
    assert drawn[-1].value == "()"
    assert "Picture" in drawn[-2].value


def test_without_the_kit_one_sentence_says_what_to_do(student: Notebooks) -> None:
    (student.root / "forward" / "nudge_kit.zip").unlink()
    first = student.run("e04")["e04_kit"]
    assert first.error.startswith("FileNotFoundError: nudge_kit.zip is not beside this notebook")


def test_in_colab_the_first_cell_asks_for_the_kit(student: Notebooks, tmp_path: Path) -> None:
    (student.root / "forward" / "nudge_kit.zip").rename(tmp_path / "nudge_kit.zip")
    # In Colab a kernel has this module from the start, and a notebook lies in a folder alone.
    colab = f"""
import shutil, sys, types
uploads = types.ModuleType("google.colab.files")
uploads.upload = lambda: shutil.copy({str(tmp_path / "nudge_kit.zip")!r}, "nudge_kit.zip")
sys.modules["google"] = google = types.ModuleType("google")
sys.modules["google.colab"] = google.colab = types.ModuleType("google.colab")
google.colab.files = uploads
"""
    ran = student.solve("e04").put_first("e04", colab).run("e04")
    assert ran["e04_kit"].printed.startswith("Choose nudge_kit.zip, and the notebooks of earlier")
    assert ran["e04_kit"].error == ""
    assert float(ran["e04_sigmoid"].value) > 0


def test_without_a_package_one_sentence_says_what_to_install(student: Notebooks) -> None:
    student.put_first("e04", "import sys\nsys.modules['numpy'] = None")
    assert student.run("e04")["e04_kit"].error == (
        "ModuleNotFoundError: numpy is not installed: run %pip install numpy matplotlib in a new "
        "cell, and then this one again."
    )


def test_a_notebook_needs_no_pytest(student: Notebooks) -> None:
    ran = student.solve("e04").put_first("e04", "import sys\nsys.modules['pytest'] = None")
    assert float(ran.run("e04")["e04_sigmoid"].value) > 0


def test_the_first_cell_runs_again_once_the_package_is_there(student: Notebooks) -> None:
    student.solve("e04").put_first("e04", "import sys\nsys.modules['pytest'] = None")
    [find] = [cell for cell in cells_of(student.path("e04")) if grade_id(cell) == "e04_kit"]
    student.put_last("e04", "del sys.modules['pytest']\n" + find["source"])
    student.put_last("e04", 'nudge_notebook.grade("e04_sigmoid")')
    assert float([*student.run("e04").values()][-1].value) > 0


def test_a_cell_that_was_interrupted_is_not_asked_again_by_another(student: Notebooks) -> None:
    # nbgrader interrupts a cell whose time is up; a wrong one asks all others why it is wrong.
    student.solve("e10", but="e10_count_weights_answer")
    # Whoever runs the tests may have it ignored, which programs inherit.
    interrupted = (
        "    import signal\n    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    signal.raise_signal(signal.SIGINT)"
    )
    student.put("e10_count_weights_answer", interrupted)
    student.put_last(
        "e10",
        "def count_biases(sizes):\n    return sum(sizes)\n"
        'nudge_notebook.grade("e10_count_biases")\n'
        "listed = count_by_layer\n"
        "def count_by_layer(sizes):\n    return [float(count) for count in listed(sizes)]\n"
        'nudge_notebook.grade("e10_count_by_layer")\n'
        "def count_weights(sizes):\n    return 0\n"
        'nudge_notebook.grade("e10_count_weights")',
    )
    ran = student.run("e10")
    assert ran["e10_count_weights"].error.startswith("KeyboardInterrupt")
    last = ran["last"]
    assert last.error == ""
    # Its mistake has a name all the same.
    assert re.search(r"hint .*\[.+\]", last.printed.split("e10 count_biases: ")[0])
    # Nor for who pays for a container: its own check has too large a share.
    assert "e10 count_by_layer: 1 of 1 right" in last.printed
    assert "e10 count_weights: 0 of " in last.printed


def test_a_cell_of_no_course_is_named(student: Notebooks) -> None:
    student.put_last("e04", 'nudge_notebook.grade("e04_sigmoit")')
    assert "there is no cell 'e04_sigmoit'" in [*student.run("e04").values()][-1].error


def test_hidden_checks_are_not_taken_from_a_students_own_folder(
    student: Notebooks, nbgrader_course: Path
) -> None:
    shutil.copytree(nbgrader_course / "hidden_checks", student.root / "forward" / "hidden_checks")
    student.put_last(
        "e04", 'nudge_notebook.with_hidden_checks()\nnudge_notebook.grade("e04_logit")'
    )
    assert "hidden_checks is in no folder above" in [*student.run("e04").values()][-1].error


def test_the_instructors_course_runs_the_hidden_checks_too(
    nbgrader_course: Path, tmp_path: Path
) -> None:
    shutil.copytree(nbgrader_course, tmp_path / "course")
    source = Notebooks(tmp_path / "course" / "source", nbgrader_course / "source")
    assert "2 of 2 right" not in source.run("e04")["e04_logit"].printed
    assert "3 of 3 right" in source.run("e04")["e04_logit"].printed


def test_a_hidden_checks_call_is_not_shown(nbgrader_course: Path, tmp_path: Path) -> None:
    shutil.copytree(nbgrader_course, tmp_path / "course")
    student = Notebooks.fresh(
        nbgrader_course / "source", tmp_path / "course" / "autograded" / "ada"
    )
    student.put("e04_sigmoid_answer", "    return 0.5 * (1 + z / (1 + abs(z)))")
    asked = 'nudge_notebook.with_hidden_checks()\nnudge_notebook.grade("e04_sigmoid")'
    printed = [*student.put_last("e04", asked).run("e04").values()][-1].printed
    course = load_course(ROOT)
    checks = {check.name: check for check in load_checks(course, course.exercise("e04"))}
    told = printed.split(checks["test_sigmoid_over_its_range"].declared.sentence)[1]
    assert "called" not in told
    assert "hint" in told


def test_the_release_has_every_cell_that_source_has(
    student: Notebooks, nbgrader_course: Path
) -> None:
    for path in (nbgrader_course / "source").glob("*/*.ipynb"):
        assert len(cells_of(path)) == len(cells_of(student.path(path.stem)))
