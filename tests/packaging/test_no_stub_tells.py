"""No stub states its own solution: not in its text, its docstrings or its worked examples."""

import ast
import re
import textwrap
from collections.abc import Iterator

import pytest

from autograder.course import Course, load_course
from autograder.packaging.stubs import BEGIN_SOLUTION, END_SOLUTION
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written if exercise.kind != "repair"]

# With fewer names and numbers, a list of parameters is taken for the line that uses them.
_MANY = 5
_OPERATORS = re.compile(r"[-+*/@%<>]|\[")
_AS_PYTHON = str.maketrans({"−": "-", "·": "*", "×": "*", "²": "**2"})
_REGION = re.compile(f"^ *{BEGIN_SOLUTION}\n(.*?)^ *{END_SOLUTION}$", re.DOTALL | re.MULTILINE)
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?")
_OPERAND = re.compile(rf"[A-Za-z_]\w*|{_NUMBER.pattern}")


def computed(region: str) -> Iterator[ast.expr]:
    """Yield the expressions that the statements of a region return or assign."""
    for node in ast.walk(ast.parse(textwrap.dedent(region))):
        if isinstance(node, (ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value:
            yield node.value


def squeezed(text: str) -> str:
    """Return a text without its spaces, its signs and numbers written as Python writes them."""
    text = re.sub(r"(?<=\d)\.0*(?!\d)", "", text.translate(_AS_PYTHON))
    return re.sub(r"^#|\s", "", text, flags=re.MULTILINE)


def operands(text: str, left_out: frozenset[str]) -> list[str]:
    """Return the names and numbers of a text in their order, numbers as their values."""
    found = (one for one in _OPERAND.findall(text.translate(_AS_PYTHON)) if one not in left_out)
    return [one if one.isidentifier() else str(float(one)) for one in found]


def called(expression: ast.expr) -> frozenset[str]:
    """Return the names that an expression calls, and the modules that it calls them from."""
    calls = [node.func for node in ast.walk(expression) if isinstance(node, ast.Call)]
    parts = [part for call in calls for part in ast.walk(call)]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return frozenset(names | {part.attr for part in parts if isinstance(part, ast.Attribute)})


def is_told(expression: ast.expr, stub: str) -> bool:
    """Tell whether a stub's text has an expression, whatever its spaces, or all its operands."""
    line = squeezed(ast.unparse(expression))
    if _OPERATORS.search(line) and len(line) > 3 and line in squeezed(stub):
        return True
    functions = called(expression)
    own = operands(ast.unparse(expression), functions)
    there = operands(stub, functions)
    places = range(len(there) - len(own) + 1) if len(own) >= _MANY else ()
    return any(there[at : at + len(own)] == own for at in places)


def chosen_numbers(region: str) -> frozenset[float]:
    """Return the different numbers of a region that chooses numbers and computes nothing."""
    parts = [part for value in computed(region) for part in ast.walk(value)]
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    defined = {
        part.id
        for part in ast.walk(ast.parse(textwrap.dedent(region)))
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    if names - defined - {"np"} or any(isinstance(part, ast.BinOp) for part in parts):
        return frozenset()
    return frozenset(map(float, _NUMBER.findall(textwrap.dedent(region))))


def paragraphs(stub: str) -> Iterator[str]:
    """Yield the paragraphs of a text's cells that speak of weights or a bias, lists included."""
    for paragraph in re.split(r"^#?\n(?!# -)", stub, flags=re.MULTILINE):
        if re.search(r"weight|bias|theta", paragraph):
            yield paragraph.translate(_AS_PYTHON)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_stub_does_not_state_its_solution(course: Course, name: str) -> None:
    exercise = course.exercise(name)
    stub = course.stub(exercise).read_text(encoding="utf-8")
    regions = _REGION.findall(course.solution(exercise).read_text(encoding="utf-8"))
    values = [value for region in regions for value in computed(region)]
    assert [ast.unparse(value) for value in values if is_told(value, stub)] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_a_stub_does_not_name_the_numbers_to_choose(course: Course, name: str) -> None:
    exercise = course.exercise(name)
    stub = course.stub(exercise).read_text(encoding="utf-8")
    regions = _REGION.findall(course.solution(exercise).read_text(encoding="utf-8"))
    wanted = [numbers for numbers in map(chosen_numbers, regions) if len(numbers) > 1]
    told = [set(map(float, _NUMBER.findall(paragraph))) for paragraph in paragraphs(stub)]
    assert [sorted(numbers) for numbers in wanted if any(numbers <= one for one in told)] == []


@pytest.mark.parametrize(
    ("expression", "stub"),
    [
        ("gate(OR, gate(AND, x1, x2), gate(NOR, x1, x2))", '"""OR(AND(x1, x2), NOR(x1, x2))."""'),
        ("np.array([[-1.0, -1.0, 1.0, 1.0, -1.0]])", "array([[-1., -1.,  1.,  1., -1.]])"),
        ("-b / w", '"""Where the sum is 0: −b / w."""'),
    ],
)
def test_a_line_in_other_clothes_is_found(expression: str, stub: str) -> None:
    assert is_told(ast.parse(expression, mode="eval").body, stub)


def test_parameters_and_shapes_tell_nothing() -> None:
    line = ast.parse("height * width", mode="eval").body
    assert not is_told(line, "def input_size(height, width):")


def test_numbers_that_are_chosen_are_seen_as_such() -> None:
    assert chosen_numbers("AND = (-30.0, 20.0, 20.0)\n") == {-30.0, 20.0}
    assert chosen_numbers("slopes = np.heaviside(z, 0.0)\nreturn slopes\n") == set()
