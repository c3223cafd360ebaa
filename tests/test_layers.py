"""Who may import whom."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import load_course
from tests.student_folder import ROOT

LAYERS = [
    "cli",
    "watching",
    "reporting",
    "packaging",
    "grading",
    "isolation",
    "pictures",
    "checking",
    "course",
]
PACKAGE = ROOT / "autograder"


def _modules(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "__pycache__" not in path.parts]


def _imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join([*here, *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _is_in(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _violations(folder: Path, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(folder)
        for name in _imported(path)
        if _is_in(name, *forbidden)
    ]


def test_every_package_of_the_engine_is_a_layer() -> None:
    found = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert found - set(LAYERS) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_those_under_it(layer: str) -> None:
    above = [f"autograder.{name}" for name in LAYERS[: LAYERS.index(layer)]]
    assert _violations(PACKAGE / layer, *above) == []


def test_the_workers_own_program_knows_four_shared_files_and_the_systems_layers_alone() -> None:
    allowed = (
        "checking.values",
        "checking.imports",
        "checking.raised",
        "checking.script",
        "isolation.worker",
        "isolation.layers",
    )
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(PACKAGE / "isolation" / "worker")
        for name in _imported(path)
        if _is_in(name, "autograder")
        and not _is_in(name, *(f"autograder.{one}" for one in allowed))
    ]
    assert found == []


@pytest.mark.parametrize(
    "folder",
    [
        "isolation/layers",
        "checking/values.py",
        "checking/imports.py",
        "checking/script.py",
    ],
)
def test_what_a_worker_takes_along_imports_nothing_of_the_trusted_side(folder: str) -> None:
    place = PACKAGE / folder
    found = [
        f"{path.name} imports {name}"
        for path in (_modules(place) if place.is_dir() else [place])
        for name in _imported(path)
        if _is_in(name, "autograder", "datasets")
        and not _is_in(name, "autograder.worker.layers", "autograder.calls.values")
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_an_exercise_imports_numpy_and_earlier_exercises_alone(folder: str) -> None:
    found = [
        f"{path.name} imports {name}"
        for path in sorted((ROOT / folder).glob("e*.py"))
        for name in _imported(path)
        if name.partition(".")[0] not in {"numpy", *sys.stdlib_module_names}
        and not (_is_in(name, "exercises") and name.split(".")[1] < path.stem)
        and name.partition(".")[0] not in load_course(ROOT).exercise(path.stem).packages
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["autograder", "datasets", "solutions", "exercises"])
def test_nothing_imports_from_the_tests(folder: str) -> None:
    assert _violations(ROOT / folder, "tests") == []


def test_the_digits_know_nothing_of_the_engine() -> None:
    assert _violations(ROOT / "datasets", "autograder", "exercises", "solutions") == []


def test_the_engine_knows_no_solution_by_name() -> None:
    found = [line for layer in LAYERS for line in _violations(PACKAGE / layer, "solutions")]
    assert found == []
