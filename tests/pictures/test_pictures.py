"""Every picture, from the solution, from the stub, and from what goes wrong."""

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread

from autograder import pictures
from autograder.course import Course, UserError
from autograder.pictures import Picture, available, draw
from autograder.pictures.panel import PENS
from autograder.pictures.picture import pixels
from tests.pictures.portraits import FUNCTIONS, changed, drawn_from, line, panel, texts
from tests.student_folder import ROOT

SOLUTIONS, STUBS = ROOT / "solutions", ROOT / "exercises"
EVERY = pytest.mark.parametrize("exercise", available())

# Each replaces the body of every function that a picture asks for.
RAISES = "raise ValueError('a $x_{ \\n price of 5$ 漢字 \\x1b[31m')"
WRONG_SHAPE = "return np.zeros((3, 7, 2))"
NOTHING = "return None"
TEXT = "return 'one'"
NAN = "return np.full(np.shape(given[0]), np.nan)"
HUGE = "return np.full(np.shape(given[0]), 1e308)"
LISTS = "return [[1.0], [2.0, 3.0]]"
NESTED = "return {'W': [None, (1, 'x')]}"
ANSWERS = [RAISES, WRONG_SHAPE, NOTHING, TEXT, NAN, HUGE, LISTS, NESTED]


@pytest.fixture(scope="module")
def solved() -> dict[str, Picture]:
    """Return the picture of every solution."""
    return {exercise: drawn_from(SOLUTIONS, exercise) for exercise in available()}


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[str, str], Picture]:
    """Return what draws a solution in which some functions are others."""

    def made(exercise: str, source: str) -> Picture:
        path = tmp_path / f"{exercise}.py"
        path.write_text(changed(exercise, source), encoding="utf-8")
        return drawn_from(SOLUTIONS, exercise, path)

    return made


def test_every_picture_has_its_functions_listed_here(course: Course) -> None:
    assert set(available()) <= {exercise.id for exercise in course.written}
    assert set(available()) == set(FUNCTIONS)


@EVERY
def test_a_solution_is_drawn_without_a_note(solved: dict[str, Picture], exercise: str) -> None:
    assert solved[exercise].notes == ()


@EVERY
def test_its_axes_say_what_they_are(solved: dict[str, Picture], exercise: str) -> None:
    visible = [axes for axes in solved[exercise].get_axes() if axes.axison]
    named = [axes for axes in visible if axes.get_title()]
    colorbars = [axes for axes in visible if not axes.get_title()]
    assert named
    assert all(axes.get_xlabel() and axes.get_ylabel() for axes in named)
    assert all(axes.get_ylabel() for axes in colorbars)


@EVERY
def test_its_title_names_the_exercise(solved: dict[str, Picture], exercise: str) -> None:
    assert any(text.startswith(f"{exercise[:3]} · ") for text in texts(solved[exercise]))


@EVERY
def test_no_text_lies_on_another_or_is_cut_off(solved: dict[str, Picture], exercise: str) -> None:
    picture = solved[exercise]
    canvas: Any = FigureCanvasAgg(picture)
    canvas.draw()
    renderer, whole = canvas.get_renderer(), picture.bbox
    boxes = []
    for axes in picture.get_axes():
        if axes.axison:
            parts = [axes.title, axes.xaxis.label, axes.yaxis.label]
            boxes += [part.get_window_extent(renderer) for part in parts if part.get_text()]
    assert all(
        box.x0 >= -1 and box.y0 >= -1 and box.x1 <= whole.x1 + 1 and box.y1 <= whole.y1 + 1
        for box in boxes
    )
    pairs = [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :]]
    assert [pair for pair in pairs if pair[0].overlaps(pair[1])] == []


@EVERY
@pytest.mark.parametrize("width", [300, 1200])
def test_it_can_be_drawn_at_two_sizes(
    solved: dict[str, Picture], exercise: str, width: int
) -> None:
    drawn = pixels(solved[exercise].png(width=width))
    assert abs(drawn.shape[1] - width) <= 1
    assert drawn.std() > 10


@EVERY
def test_a_stub_gives_notes_and_each_stands_in_the_picture(exercise: str) -> None:
    picture = drawn_from(STUBS, exercise)
    assert picture.notes
    assert all(note.endswith(" is not written yet") for note in picture.notes)
    assert all(any(note in text for text in texts(picture)) for note in picture.notes)
    assert picture.png().startswith(b"\x89PNG")


@EVERY
@pytest.mark.parametrize("answer", ANSWERS)
def test_any_answer_gives_a_picture_with_notes(
    drawn: Callable[[str, str], Picture], exercise: str, answer: str
) -> None:
    source = (
        "\n".join(f"def {name}(*given):\n    {answer}\n" for name in FUNCTIONS[exercise])
        + "\nAND = OR = NOR = NOT = 'high'\n"
    )
    picture = drawn(exercise, source)
    assert picture.png(dpi=40).startswith(b"\x89PNG")
    assert picture.notes
    assert all(note.isprintable() and len(note) <= 201 for note in picture.notes)
    written = " ".join(texts(picture))
    assert all(note in written for note in picture.notes)


@EVERY
def test_each_function_alone_may_fail(drawn: Callable[[str, str], Picture], exercise: str) -> None:
    for name in FUNCTIONS[exercise]:
        picture = drawn(exercise, f"def {name}(*given):\n    raise KeyError('mine')\n")
        assert picture.png(dpi=40).startswith(b"\x89PNG")
        assert any("KeyError" in note for note in picture.notes), name


def test_a_note_is_in_characters_that_the_font_has(
    drawn: Callable[[str, str], Picture],
) -> None:
    picture = drawn("e04_sigmoid", f"def logit(a):\n    {RAISES}\n")
    (note,) = picture.notes
    assert note.startswith("logit: ValueError: a $x_{ price of 5$ ?? [31m (e04_sigmoid.py, line ")


def test_a_module_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "e04_sigmoid.py"
    path.write_text("def sigmoid(z:\n", encoding="utf-8")
    picture = drawn_from(SOLUTIONS, "e04_sigmoid", path)
    assert [note.partition(": ")[0] for note in picture.notes] == [
        "sigmoid",
        "sigmoid_prime",
        "logit",
    ]
    assert all("SyntaxError" in note for note in picture.notes)


# The numbers are the student's own


def test_the_curves_of_e04_are_what_the_functions_return(
    drawn: Callable[[str, str], Picture], solved: dict[str, Picture]
) -> None:
    picture = drawn("e04_sigmoid", "def sigmoid(z):\n    return 0.125 * z + 0.5\n")
    z = np.linspace(-8.0, 8.0, 161)
    assert np.array_equal(line(picture, "sigmoid(z)"), 0.125 * z + 0.5)
    # The slope is worked out from the same wrong sigmoid; the logit is not.
    assert not np.allclose(
        line(picture, "sigmoid_prime(z)"), line(solved["e04_sigmoid"], "sigmoid_prime(z)")
    )
    assert np.array_equal(line(picture, "logit(a)"), line(solved["e04_sigmoid"], "logit(a)"))


def test_a_curve_has_gaps_where_numbers_are_missing(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = "def sigmoid(z):\n    return np.where(z > 2, np.nan, 0.5)\n"
    picture = drawn("e04_sigmoid", source)
    assert np.count_nonzero(np.isnan(line(picture, "sigmoid(z)"))) == 60
    assert picture.notes[0] == "sigmoid gives nan, infinity or a huge number at 60 of 161 places"


def test_the_curves_of_e05_are_what_the_functions_return(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = "def shifted_relu(x, threshold):\n    return relu(x) - threshold\n"
    picture = drawn("e05_functions", source)
    z = np.linspace(-3.0, 3.0, 241)
    assert np.array_equal(line(picture, "shifted_relu(x, 1.5)"), np.maximum(0, z) - 1.5)


def test_the_gates_of_e06_show_their_own_answers(drawn: Callable[[str, str], Picture]) -> None:
    picture = drawn("e06_neuron", "AND = (-10.0, 20.0, 20.0)\n")
    answers = [text.get_text() for text in panel(picture, "AND").texts]
    assert answers == ["0.00", "1.00", "1.00", "1.00"]


def test_the_corners_of_xnor_are_told_apart(drawn: Callable[[str, str], Picture]) -> None:
    picture = drawn("e06_neuron", "def xnor(x1, x2):\n    return 0.5 * x1 + 0.25 * x2\n")
    places = {
        tuple(text.xy): text.get_text()  # type: ignore[attr-defined]
        for text in panel(picture, "XNOR").texts
    }
    assert places == {(0, 0): "0.00", (0, 1): "0.25", (1, 0): "0.50", (1, 1): "0.75"}


def test_a_gate_without_weights_has_no_line(drawn: Callable[[str, str], Picture]) -> None:
    picture = drawn("e06_neuron", "OR = (1.0, 0.0, 0.0)\n")
    assert picture.png()
    assert picture.notes == ()


def test_the_errors_of_e11_are_those_of_the_students_line(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = "def hinge_value(x, xs, changes, start):\n    return x * np.sum(changes)\n"
    picture = drawn("e11_nonlinearity", source)
    x = np.linspace(0.0, 1.0, 401)
    assert np.allclose(line(picture, "2 pieces"), 1.5 * x)
    assert np.allclose(line(picture, "2 pieces, at most 0.5625"), 1.5 * x - x**2)


def test_the_errors_of_e11_are_those_of_the_text(solved: dict[str, Picture]) -> None:
    written = texts(solved["e11_nonlinearity"])
    assert {"4 pieces, at most 0.0156", "10 pieces, at most 0.0025"} <= set(written)


def test_the_bars_of_e12_are_what_the_functions_return(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = "def example_cost(a, y):\n    return float(np.mean((a - y) ** 2))\n"
    picture = drawn("e12_cost", source)
    bars: list[Any] = list(panel(picture, "Cost of each output; together 0.3358").patches)
    assert [round(bar.get_height(), 4) for bar in bars][:3] == [0.1849, 0.0784, 0.0361]


def test_the_path_of_e13_is_where_descend_went(drawn: Callable[[str, str], Picture]) -> None:
    source = "def descend(start, eta, steps):\n    return [start + n for n in range(steps + 1)]\n"
    picture = drawn("e13_descent", source)
    walked = panel(picture, "η = 0.1").get_lines()[1]
    assert list(np.asarray(walked.get_xdata())) == list(range(13))


def test_the_points_of_e15_are_what_backprop_returns(
    drawn: Callable[[str, str], Picture], solved: dict[str, Picture]
) -> None:
    source = (
        "right = backprop\n"
        "def backprop(parameters, x, y):\n"
        "    return [(5 * dW, db) for dW, db in right(parameters, x, y)]\n"
    )
    picture, whole = drawn("e15_backprop", source), solved["e15_backprop"]
    assert np.allclose(line(picture, "W1"), 5 * line(whole, "W1"))
    assert np.allclose(line(picture, "b2"), line(whole, "b2"))


def test_the_measured_slopes_of_e15_agree_with_the_solution(solved: dict[str, Picture]) -> None:
    (points,) = [
        one
        for one in panel(solved["e15_backprop"], "Parameter").get_lines()
        if one.get_label() == "W1"
    ]
    assert np.allclose(points.get_xdata(), points.get_ydata(), atol=1e-9)


def test_the_surface_of_e17_is_what_the_perceptron_says(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = (
        "class Flat:\n"
        "    def forward_pass(self, X):\n"
        "        return 0.25 * X[:, [1]], None\n"
        "def fit(X, Y, n_hidden, lr, steps, rng):\n"
        "    return Flat()\n"
    )
    picture = drawn("e17_regression", source)
    heights = panel(picture, "As it was learned").images[0].get_array()
    assert heights is not None
    # x₁ runs up: 0.25 · 20/20 · 400 = 100 in the last row.
    assert np.allclose(heights[-1], 100.0)
    assert np.allclose(heights[0], 0.0)


def test_e17_is_drawn_without_the_students_pairs_and_says_so(
    drawn: Callable[[str, str], Picture],
) -> None:
    source = "def make_products(n, rng):\n    raise NotImplementedError('not yet')\n"
    picture = drawn("e17_regression", source)
    assert len(picture.notes) == 1
    assert panel(picture, "As it was learned: R² 0.9").images


def test_e18_draws_the_network_that_was_trained(drawn: Callable[[str, str], Picture]) -> None:
    source = (
        "def train(parameters, X, Y, epochs, batch_size, eta, rng):\n"
        "    W = np.tile(np.arange(784.0), (16, 1))\n"
        "    return [(W, np.zeros((16, 1))), *parameters[1:]], [0.5] * epochs\n"
        "def predict(parameters, X):\n"
        "    return np.full(X.shape[1], 4)\n"
    )
    picture = drawn("e18_mnist", source)
    assert picture.notes == ()
    weights = panel(picture, "neuron 15").images[0].get_array()
    assert weights is not None
    assert np.array_equal(weights, np.arange(784.0).reshape(28, 28))
    counts = panel(picture, "What was taken for what").images[0].get_array()
    assert counts is not None
    assert counts[:, 4].sum() == 297
    assert np.array_equal(panel(picture, "Cost").get_lines()[0].get_ydata(), [0.5] * 10)
    assert "9 → 4 ✗" in texts(picture)


def test_e18_reads_most_digits_correctly(solved: dict[str, Picture]) -> None:
    (title,) = [text for text in texts(solved["e18_mnist"]) if text.startswith("What was taken")]
    assert 0.9 < float(title.partition(": ")[2].partition("%")[0]) / 100 <= 1


# What a picture leaves behind


@EVERY
def test_no_figure_is_left_open_and_no_setting_changed(exercise: str) -> None:
    before = dict(matplotlib.rcParams)
    drawn_from(STUBS, exercise).png()
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before


def test_a_readers_own_settings_do_not_change_a_picture() -> None:
    plain = drawn_from(STUBS, "e04_sigmoid").png()
    with matplotlib.rc_context({"font.size": 20.0, "axes.grid": True, "font.family": "serif"}):
        assert drawn_from(STUBS, "e04_sigmoid").png() == plain


def test_the_same_functions_give_the_same_bytes() -> None:
    assert drawn_from(SOLUTIONS, "e17_regression").png() == (
        drawn_from(SOLUTIONS, "e17_regression").png()
    )


def test_no_two_pens_differ_in_colour_alone() -> None:
    for attribute in ("color", "dashes", "marker"):
        assert len({getattr(pen, attribute) for pen in PENS}) == len(PENS)


# What notebooks and students call


def test_a_notebooks_own_names_are_drawn() -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        return z / 8

    picture = draw("e04", {"sigmoid": sigmoid, "np": np})
    assert np.array_equal(line(picture, "sigmoid(z)"), np.linspace(-1.0, 1.0, 161))
    assert picture.notes[0] == "there is no function sigmoid_prime in e04_sigmoid.py"
    assert picture._repr_png_().startswith(b"\x89PNG")


def test_a_module_is_drawn_by_its_whole_id_too() -> None:
    module = types.ModuleType("mine")
    vars(module)["descend"] = lambda start, eta, steps: [start] * (steps + 1)
    assert draw("e13_descent", module).notes == ()


def test_an_unknown_exercise_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UserError, match="no picture 'e99'; there are e04_sigmoid, e05_functions,"):
        draw("e99", {})


def test_a_picture_is_saved_where_no_folder_was(tmp_path: Path) -> None:
    path = pictures.draw("e13", {}).save(tmp_path / "new" / "folder" / "walk.png")
    assert imread(path).shape[2] == 4
