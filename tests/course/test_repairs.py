"""The mark of e16 follows the repairs, in whichever order they are made."""

import ast
import random
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from autograder.calls.stub import TODO_LINE
from autograder.calls.values import copied
from autograder.checking import student
from autograder.checking.answer_key import call_digest
from autograder.checking.answers import Answers, NoBank, ReferenceSource
from autograder.checking.context import PUBLIC_SEED
from autograder.course import Course, Exercise
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.packaging.stubs import without_broken
from autograder.reference.sources import Sources


class Unnamed(ModuleContext):
    """One that compares nothing with the misconceptions: only the points count here."""

    def _answers(self, exercise: Exercise) -> Answers:
        answers = super()._answers(exercise)
        return replace(answers, reference=Remembering(answers.reference), bank=NoBank())


class Remembering:
    """A reference that works out each right answer once: all modules get the same calls."""

    known: ClassVar[dict[str, Any]] = {}

    def __init__(self, reference: ReferenceSource) -> None:
        self.reference = reference

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        key = call_digest(function, arguments)
        if key not in self.known:
            self.known[key] = self.reference.answer(function, arguments)
        return copied(self.known[key])

    def parameter_names(self, function: str) -> Sequence[str]:
        return self.reference.parameter_names(function)


def methods(source: str) -> dict[str, ast.FunctionDef]:
    """Return the methods of the only class of a module."""
    [found] = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return {node.name: node for node in found.body if isinstance(node, ast.FunctionDef)}


@pytest.fixture(scope="module")
def repairs(course: Course) -> tuple[ast.Module, ast.Module, dict[str, ast.FunctionDef]]:
    """Return the broken module, the one before its first line is taken out, and all repairs."""
    exercise = course.exercise("e16")
    stub = course.stub(exercise).read_text(encoding="utf-8")
    broken = TODO_LINE.sub("", stub)
    right = methods(without_broken(course.solution(exercise).read_text(encoding="utf-8")))
    wrong = {name: ast.dump(node) for name, node in methods(broken).items()}
    changed = {name: node for name, node in right.items() if ast.dump(node) != wrong[name]}
    return ast.parse(broken), ast.parse(stub), changed


@pytest.fixture(scope="module")
def mark(course: Course) -> Callable[[ast.Module, dict[str, ast.FunctionDef]], float]:
    """Return what tells the share of the points that a module earns after some repairs."""
    exercise = course.exercise("e16")
    sources, runner = Sources(course), CheckRunner(course, [exercise])
    known: dict[tuple[int, frozenset[str]], float] = {}

    def share(module: ast.Module, done: dict[str, ast.FunctionDef]) -> float:
        key = id(module), frozenset(done)
        if key not in known:
            made = types.ModuleType(exercise.id)
            exec(compile(_repaired(module, done), f"{exercise.id}.py", "exec"), vars(made))
            results = runner.run(Unnamed(sources, PUBLIC_SEED, lambda _: made), [exercise])
            known[key] = sum(one.points for one in results) / sum(one.possible for one in results)
        return known[key]

    return share


def _repaired(module: ast.Module, done: dict[str, ast.FunctionDef]) -> ast.Module:
    body: list[ast.stmt] = [
        ast.ClassDef(
            node.name,
            node.bases,
            node.keywords,
            [
                done.get(item.name, item) if isinstance(item, ast.FunctionDef) else item
                for item in node.body
            ],
            node.decorator_list,
        )
        if isinstance(node, ast.ClassDef)
        else node
        for node in module.body
    ]
    return ast.fix_missing_locations(ast.Module(body, []))


def test_every_planted_fault_has_a_method_of_its_own(
    repairs: tuple[ast.Module, ast.Module, dict[str, ast.FunctionDef]],
) -> None:
    _, _, right = repairs
    assert len(right) >= 12


@pytest.mark.parametrize(
    ("first_line", "orders"),
    [
        ("taken out", 8),
        ("left to the end", 3),
        pytest.param("taken out", 200, marks=pytest.mark.slow),
        pytest.param("left to the end", 20, marks=pytest.mark.slow),
    ],
)
def test_the_mark_follows_the_repairs(
    monkeypatch: pytest.MonkeyPatch,
    repairs: tuple[ast.Module, ast.Module, dict[str, ast.FunctionDef]],
    mark: Callable[[ast.Module, dict[str, ast.FunctionDef]], float],
    first_line: str,
    orders: int,
) -> None:
    monkeypatch.setattr(student, "show_call", lambda *_: "")  # nobody reads it
    broken, stub, right = repairs
    module = broken if first_line == "taken out" else stub
    shuffled = random.Random(16)
    for _ in range(orders):
        order = shuffled.sample(sorted(right), len(right))
        shares = [
            mark(module, {name: right[name] for name in order[:k]}) for k in range(len(order))
        ]
        shares.append(mark(module, right))
        assert shares == sorted(shares), order
        assert shares[0] == 0 and shares[-1] == pytest.approx(1)
        for k, share in enumerate(shares):
            assert abs(share - k / len(order)) <= 0.2, (order[:k], share)
