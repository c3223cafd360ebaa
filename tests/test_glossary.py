"""The glossary: not too long, and the identifiers that it retires stay away."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.student_folder import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS, RETIRED = (
    re.findall(r"^\| (?!retired \||word \|)([^|\n]+) \|", part, re.MULTILINE)
    for part in PAGE.split("## Retired")
)
PLACES = ("autograder", "tests", "benchmarks")
NOT_OURS = ("tests/alternatives", "tests/attacks/bank", "autograder/checks")


def _retired() -> list[str]:
    return [name for row in RETIRED for name in re.findall(r"`([\w.]+)`", row)]


def _modules() -> Iterator[Path]:
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(NOT_OURS):
                yield path


def _identifiers(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module gives or uses; what stays inside a function may be any word."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.AsyncFunctionDef(name=name) | ast.alias(name=name):
                yield name.rpartition(".")[2]
            case ast.arg(arg=str(name)) | ast.keyword(arg=str(name)) | ast.Attribute(attr=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
    for statement in getattr(tree, "body", []):
        if isinstance(statement, ast.Assign):
            yield from (one.id for one in statement.targets if isinstance(one, ast.Name))


IDENTIFIERS = [
    (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."), name)
    for path in _modules()
    for name in {path.stem, *_identifiers(ast.parse(path.read_bytes()))}
]


def test_the_glossary_has_at_most_thirty_words() -> None:
    assert 0 < len(WORDS) <= 30
    assert len(set(WORDS)) == len(WORDS)


@pytest.mark.parametrize("retired", _retired())
def test_a_retired_identifier_stays_away(retired: str) -> None:
    """One with a place before it is retired there, and may be used elsewhere."""
    place, _, name = retired.rpartition(".")
    found = [where for where, used in IDENTIFIERS if used == name and place in where]
    assert found == []


def test_a_retired_identifier_would_be_found() -> None:
    source = "class Bench:\n    own_memory: int\n\ndef f(carried):\n    return carried.executors\n"
    found = set(_identifiers(ast.parse(source)))
    assert {"Bench", "own_memory", "carried", "executors"} <= found
