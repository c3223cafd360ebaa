import io
import json

from rich.console import Console

from autograder.checking.outcome import Misconception
from autograder.grading.results import Gradebook
from autograder.reporting.concepts import common_concepts
from autograder.reporting.gradebook_files import gradebook_json
from autograder.reporting.pages import Pages
from autograder.reporting.terminal import concept_list
from autograder.reporting.write import feedback_names
from tests.reporting.example_gradebook import BIAS_LEFT_OUT, failed, gradebook, graded


def axes(name: str) -> Misconception:
    return Misconception(name, f"Name of {name}", "Along which axis?", "axes and layout")


SIGN = Misconception("uphill", "Uphill", "Which way is down?", "sign")


def a_class() -> Gradebook:
    """Return a class in which the single misconceptions differ, and a concept returns."""
    return gradebook(
        graded("ada", e02_shapes=(failed(axes("rows")), failed(axes("rows")))),
        graded("bob", e07_dense=(failed(axes("turned")), failed(SIGN))),
        graded("cyn", e07_dense=(failed(axes("turned")),), e15_backprop=(failed(axes("sum")),)),
        graded("dee", e07_dense=(failed(BIAS_LEFT_OUT),)),  # it names no concept
    )


def test_a_student_counts_once_for_a_concept_in_each_exercise() -> None:
    [first, second] = common_concepts(a_class())
    assert (first.concept, first.students) == ("axes and layout", ("ada", "bob", "cyn"))
    assert first.exercises == (("e02_shapes", 1), ("e07_dense", 2), ("e15_backprop", 1))
    assert first.misconceptions == 3
    assert (second.concept, second.students) == ("sign", ("bob",))


def test_the_json_counts_concepts() -> None:
    [first, _] = json.loads(gradebook_json(a_class()))["class"]["concepts"]
    assert first == {
        "concept": "axes and layout",
        "count": 3,
        "students": ["ada", "bob", "cyn"],
        "exercises": [
            {"id": "e02_shapes", "count": 1},
            {"id": "e07_dense", "count": 2},
            {"id": "e15_backprop", "count": 1},
        ],
        "misconceptions": 3,
    }


def test_the_class_page_counts_concepts() -> None:
    book = a_class()
    page = Pages(book).class_page(feedback_names(result.student for result in book.results))
    assert "The concepts behind all misconceptions" in page
    assert '<th scope="row">axes and layout</th><td>3</td>' in page
    assert "e07 (2)" in page


def test_the_terminal_counts_concepts() -> None:
    listed = concept_list(a_class(), most=1)
    assert listed is not None
    console = Console(file=io.StringIO(), width=100)
    console.print(listed)
    assert isinstance(console.file, io.StringIO)
    printed = [line.rstrip() for line in console.file.getvalue().splitlines()]
    assert printed == ["  3 students  axes and layout", " " * 14 + "e02 (1), e07 (2), e15 (1)"]


def test_without_a_concept_nothing_is_listed() -> None:
    book = gradebook(graded("dee", e07_dense=(failed(BIAS_LEFT_OUT),)))
    assert common_concepts(book) == []
    assert concept_list(book) is None
    assert "The concepts behind" not in Pages(book).class_page({"dee": "dee.html"})
