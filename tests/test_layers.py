"""The folders and names of each side of the wall; pyproject.toml has the contracts of imports."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.packaging.handout import HANDOUT_FOLDERS
from tests.student_folder import ROOT

WORKER = ("calls", "worker")
HANDOUT = tuple(folder.removeprefix("autograder/") for folder in HANDOUT_FOLDERS if "/" in folder)
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


def test_the_contracts_name_what_a_handout_holds() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    [handout] = [one for one in tools["importlinter"]["contracts"] if one["id"] == "handout"]
    folders = {name.replace(".", "/") for name in handout["source_modules"]}
    assert folders == {*HANDOUT_FOLDERS, "exercises"}


@pytest.mark.parametrize("side", [WORKER, (*HANDOUT, "checks")], ids=["worker", "handout"])
def test_a_side_names_only_folders_that_it_holds(side: tuple[str, ...]) -> None:
    """Names of the engine's folders count in strings, too, and in checks, which are no package."""
    found = [
        f"{path.relative_to(ROOT)} names {name}"
        for folder in side
        for path in _modules(PACKAGE / folder)
        for name in _names_of_the_engine(path)
        if name not in {f"autograder.{own}" for own in side}
    ]
    assert found == []


def _names_of_the_engine(path: Path) -> set[str]:
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    pattern = r"\b(?:autograder|solutions|misconceptions)\.\w+"
    in_strings = {name for text in texts for name in re.findall(pattern, text)}
    imported = {".".join(name.split(".")[:2]) for name in _imported(path)}
    return in_strings | {name for name in imported if re.match(pattern, name)}


def test_a_check_file_imports_the_language_of_checks_alone() -> None:
    """And, for its oracles, exercises: which mean the solutions where they run."""
    allowed = {"autograder", "datasets", "exercises", "numpy", *sys.stdlib_module_names}
    found = [
        f"{path.name} imports {name}"
        for path in sorted((PACKAGE / "checks").glob("test_*.py"))
        for name in _imported(path)
        if name.partition(".")[0] not in allowed
        or (
            not _is_in(name, "autograder.checking", "autograder.calls")
            and name.startswith("autograder.")
        )
    ]
    assert found == []


def test_a_handout_holds_those_folders_and_no_other(fresh_handout: Path) -> None:
    folders = {path.name for path in (fresh_handout / "autograder").iterdir() if path.is_dir()}
    assert folders == {*HANDOUT, "checks", "answers"}


def test_a_handout_holds_its_folders_whole(fresh_handout: Path) -> None:
    missing = [
        path.relative_to(ROOT)
        for folder in HANDOUT_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        if not (fresh_handout / path.relative_to(ROOT)).is_file()
    ]
    assert missing == []


@pytest.mark.process
def test_a_worker_can_import_two_folders_of_the_engine() -> None:
    """Run its own beginning, and then ask for everything that the engine has."""
    program = (
        "import importlib, json, runpy, sys\n"
        f"runpy.run_path({str(PACKAGE / 'worker' / '__main__.py')!r})['_assemble']()\n"
        "found = []\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError:\n"
        "        continue\n"
        "    found.append(name)\n"
        "print(json.dumps(found))\n"
    )
    names = [f"autograder.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")]
    names += ["autograder.checks", "autograder.misconceptions", "solutions", "exercises"]
    ended = subprocess.run(
        [sys.executable, "-P", "-s", "-S", "-c", program, json.dumps(names)],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert {name.split(".")[1] for name in json.loads(ended.stdout)} == set(WORKER)


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
