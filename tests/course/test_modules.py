"""Modules that mean a chosen folder when they say `exercises`."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import ModuleSet


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes modules into a folder of its own."""

    def written(name: str, **sources: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for module, source in sources.items():
            (folder / f"{module}.py").write_text(source, encoding="utf-8")
        return folder

    return written


@pytest.mark.parametrize(
    "statement",
    [
        "from exercises.e01_first import value",
        "import exercises.e01_first as first; value = first.value",
        "import exercises.e01_first; value = exercises.e01_first.value",
        "from exercises import e01_first; value = e01_first.value",
        "def ask():\n    from exercises.e01_first import value\n    return value\nvalue = ask()",
    ],
)
def test_every_form_of_import_means_the_chosen_folder(
    folder_of: Callable[..., Path], statement: str
) -> None:
    folder = folder_of("one", e01_first="value = 'chosen'", e02_second=statement)
    assert ModuleSet(folder).exercise("e02_second").value == "chosen"


def test_two_sets_at_once_do_not_meet(folder_of: Callable[..., Path]) -> None:
    later = "from exercises.e01_first import value"
    one = ModuleSet(folder_of("one", e01_first="value = 1", e02_second=later))
    two = ModuleSet(folder_of("two", e01_first="value = 2", e02_second=later))
    values = [modules.exercise("e02_second").value for modules in (one, two)]
    assert values == [1, 2]


def test_the_interpreters_own_modules_never_hear_of_it(folder_of: Callable[..., Path]) -> None:
    before = set(sys.modules)
    folder = folder_of("one", e90_first="value = 1", e91_second="import exercises.e90_first")
    ModuleSet(folder).exercise("e91_second")
    assert set(sys.modules) == before


def test_a_module_runs_once(folder_of: Callable[..., Path]) -> None:
    modules = ModuleSet(folder_of("one", e01_first="value = object()"))
    assert modules.exercise("e01_first") is modules.exercise("e01_first")


def test_a_file_may_stand_in_for_one_of_the_folder(folder_of: Callable[..., Path]) -> None:
    folder = folder_of("one", e01_first="value = 1", e02_second="from exercises.e01_first import *")
    other = folder_of("other", mine="value = 2")
    modules = ModuleSet(folder, instead={"e01_first": other / "mine.py"})
    assert modules.exercise("e02_second").value == 2


def test_other_packages_are_imported_as_always(folder_of: Callable[..., Path]) -> None:
    folder = folder_of("one", e01_first="import numpy as np\nimport os.path")
    assert ModuleSet(folder).exercise("e01_first").np is sys.modules["numpy"]


def test_a_missing_module_is_a_module_not_found(folder_of: Callable[..., Path]) -> None:
    with pytest.raises(ModuleNotFoundError) as caught:
        ModuleSet(folder_of("one")).exercise("e01_first")
    assert caught.value.name == "exercises.e01_first"


def test_importing_a_missing_module_is_a_module_not_found(folder_of: Callable[..., Path]) -> None:
    modules = ModuleSet(folder_of("one", e02_second="from exercises.e01_first import value"))
    with pytest.raises(ModuleNotFoundError, match=r"there is no e01_first\.py"):
        modules.exercise("e02_second")


def test_a_file_runs_again_each_time_that_it_is_asked(folder_of: Callable[..., Path]) -> None:
    folder = folder_of("one", e01_first="value = 1")
    modules = ModuleSet(folder)
    first = modules.run(folder / "e01_first.py", "exercises.e01_first")
    assert modules.run(folder / "e01_first.py", "exercises.e01_first") is not first
