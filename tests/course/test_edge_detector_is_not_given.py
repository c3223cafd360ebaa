"""The stub of e11 prints a neuron's weights, and they are not the ones that it asks for."""

import re
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.course import Course

LINE = np.array([[0, 0, 0, 1, 1, 1, 0, 0, 0]]).T
MATRIX = re.compile(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}|\[([^\[\]]*)\]", re.DOTALL)
NUMBER = re.compile(r"[+-]?\d*\.?\d+")


def printed(text: str) -> Iterator[np.ndarray]:
    """Yield every nine numbers that stand in one matrix or list of a text."""
    for found in MATRIX.finditer(text):
        numbers = NUMBER.findall(found.group(1) or found.group(2))
        if len(numbers) == 9:
            yield np.array([numbers], dtype=np.float64)


def fires_on_the_line_alone(W: np.ndarray) -> bool:
    """Tell whether some bias makes weights an edge detector."""
    on_the_line = float((W @ LINE).item())
    return on_the_line > 0 and on_the_line > float(W.sum())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\begin{pmatrix} -1 & -1 & -1 \\ 1 & 1 & 1 \\ -1 & -1 & -1 \end{pmatrix}", True),
        ("W = np.array([[-1.0, -1, -1, 1, 1, 1, -1, -1, -1]])", True),
        (r"\begin{pmatrix} -1 & 1 & -1 \\ -1 & 1 & -1 \\ -1 & 1 & -1 \end{pmatrix}", False),
    ],
)
def test_an_edge_detector_in_a_text_is_found(text: str, found: bool) -> None:
    assert [fires_on_the_line_alone(W) for W in printed(text)] == [found]


def test_the_stub_of_e11_holds_no_edge_detector(course: Course) -> None:
    text = course.stub(course.exercise("e11_nonlinearity")).read_text(encoding="utf-8")
    weights = list(printed(text))
    assert weights
    assert [W.tolist() for W in weights if fires_on_the_line_alone(W)] == []
