"""The one rule of what can be imported, and the notes about names that are taken."""

import builtins
import importlib
import types
from pathlib import Path

import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.imports import as_graded, refusal, shadowing_note
from autograder.checking.in_process import InProcessCaller
from autograder.course import ModuleSet


def _call(tmp_path: Path, source: str) -> Answer:
    (tmp_path / "e07_dense.py").write_text(source)
    modules = ModuleSet(tmp_path)
    return InProcessCaller("e07_dense.py", lambda: modules.exercise("e07_dense")).call("f", [])


@pytest.mark.parametrize(
    "name",
    [
        *("numpy", "numpy.linalg", "matplotlib.pyplot", "mpl_toolkits", "datasets"),
        *("exercises.e04", "random", "dataclasses", "__future__"),
    ],
)
def test_the_packages_of_grading_can_be_imported(name: str) -> None:
    assert refusal(name) is None


@pytest.mark.parametrize("name", ["scipy.special", "torch", "autograder", "solutions", "PIL"])
def test_everything_else_is_refused_by_name(name: str) -> None:
    text = refusal(name)
    assert text is not None
    assert text.startswith(f"{name.partition('.')[0]} is not part of this course;")


@pytest.mark.parametrize("name", ["pytest", "_pytest.config", "rich"])
def test_a_students_import_is_refused_though_the_package_is_here(tmp_path: Path, name: str) -> None:
    answer = _call(tmp_path, f"def f():\n    import {name}")
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 2")
    assert answer.text == refusal(name)


@pytest.mark.parametrize(
    "body",
    [
        'import importlib\n    return importlib.import_module("rich.text")',
        'from importlib import import_module\n    return import_module("rich.text")',
    ],
)
def test_a_students_import_by_name_is_refused_too(tmp_path: Path, body: str) -> None:
    answer = _call(tmp_path, f"def f():\n    {body}")
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 3")
    assert answer.text == refusal("rich")


def test_a_students_import_by_name_of_what_grading_has_works(tmp_path: Path) -> None:
    source = "import importlib\ndef f():\n    return importlib.import_module('numpy').pi"
    assert _call(tmp_path, source).value > 3


def test_a_student_who_catches_the_refusal_goes_on(tmp_path: Path) -> None:
    source = "try:\n    import rich\nexcept ImportError:\n    rich = None\ndef f(): return rich"
    assert _call(tmp_path, source).status is CallStatus.RETURNED


def test_a_package_may_import_anything_itself(tmp_path: Path) -> None:
    source = "def f():\n    import matplotlib.pyplot as plt\n    plt.show()\n    return 1"
    assert _call(tmp_path, source).value == 1


def test_nobody_answers_a_prompt(tmp_path: Path) -> None:
    answer = _call(tmp_path, "import builtins\ndef f(): return builtins.input('? ')")
    assert (answer.error, answer.text) == (
        "EOFError",
        "input() was called; there is nobody to answer",
    )


def test_everything_is_as_before_when_the_block_ends() -> None:
    before = builtins.__import__, builtins.input, importlib.import_module
    with as_graded():
        assert builtins.input is not before[1]
    assert (builtins.__import__, builtins.input, importlib.import_module) == before


def test_code_that_is_no_students_is_not_held_to_the_rule() -> None:
    module = types.ModuleType("tool")
    with as_graded():
        exec("import rich", vars(module))
    assert vars(module)["rich"].__name__ == "rich"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("random", "random.py has the name of a module of Python's standard library"),
        ("numpy", "numpy.py has the name of the package numpy"),
        ("datasets", "datasets.py has the name of the package datasets"),
        ("sitecustomize", "sitecustomize.py is not run"),
        ("conftest", "conftest.py is not run"),
    ],
)
def test_a_name_that_is_taken_gets_a_sentence(name: str, part: str) -> None:
    note = shadowing_note(name)
    assert note is not None
    assert note.startswith(part)


@pytest.mark.parametrize("name", ["e07_dense", "my_helper", "scipy"])
def test_a_name_that_is_free_gets_none(name: str) -> None:
    assert shadowing_note(name) is None


def test_builtins_that_a_kernel_lacks_are_missing_again_after_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(builtins, "exit", raising=False)
    answer = _call(tmp_path, "def f():\n    exit(3)\n")
    assert answer.status is CallStatus.RAISED
    assert not hasattr(builtins, "exit")
