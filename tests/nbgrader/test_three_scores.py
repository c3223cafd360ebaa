"""The example class as notebooks: three ways to its scores, which agree or say why not."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.isolation import NotIsolated, layer_report
from tests.examples.recorded import class_points
from tests.nbgrader.differences import IN_A_NOTEBOOK, REASONS, UNDER_STOCK
from tests.nbgrader.three_scores import (
    SECRET,
    UNITS,
    Points,
    Scores,
    ThreeWays,
    block_in_docs,
    differing,
)

pytestmark = pytest.mark.nbgrader
pytest.importorskip("nbgrader", reason="run make test-nbgrader")

# A kernel takes seconds for each notebook, so stock nbgrader grades only these: an example of every
# reason, and some without a difference. The command of three_scores.py has it grade everything.
IN_STOCK = {
    "amara": ("e04_sigmoid", "e07_dense", "e09_network", "e12_cost"),
    "leila": ("e12_cost", "e13_descent"),
    "giulia": ("e04_sigmoid", "e07_dense", "e10_parameters"),
    "kwame": ("e10_parameters",),
    "ines": ("e12_cost",),
    "hiroshi": ("e03_one_hot", "e12_cost"),
    "mateo": ("e04_sigmoid", "e07_dense"),
    "pablo": ("e04_sigmoid", "e07_dense"),
    "tariq": ("e10_parameters",),
}


@pytest.fixture(scope="module")
def ways(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreeWays]:
    """Return the class, handed in; Nudge asks everybody with the inputs of tests/examples."""
    try:
        layer_report("strict")
    except NotIsolated as reason:
        pytest.skip(str(reason))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUDGE_SECRET", SECRET)
        yield ThreeWays(course, tmp_path_factory.mktemp("three-ways") / "work")


@pytest.fixture(scope="module")
def scores(ways: ThreeWays) -> Scores:
    """Return what came of it; the points of the modules are held by tests/examples."""
    with ThreadPoolExecutor(3) as threads:  # kernels wait much of their time
        first = threads.submit(ways.by_stock, IN_STOCK)
        second = threads.submit(ways.by_engine)
        notebooks, supplied = ways.by_nudge(ways.submitted())
        stock, engine = first.result(), second.result()
    points = class_points()
    modules = {
        (student, one.id): points[student, one.id]
        for student in ways.turned.students
        for one in ways.exercises
    }
    return Scores(stock, engine, notebooks, modules, supplied)


def test_everybody_whose_files_can_be_read_hands_in_notebooks(ways: ThreeWays) -> None:
    assert set(ways.turned.students) == {student for student, _ in class_points()}
    assert list(ways.turned.left_out) == ["sofia"]


def test_nbgrader_with_nudges_engine_gives_the_points_of_nudge_grade(scores: Scores) -> None:
    assert len(scores.engine) == 23 * 15
    assert scores.engine == scores.notebooks


def test_a_notebook_is_worth_what_its_module_is_worth(scores: Scores) -> None:
    assert scores.notebooks.keys() == scores.modules.keys()
    assert differing(scores.notebooks, scores.modules) == IN_A_NOTEBOOK.keys()


def test_stock_nbgrader_differs_where_it_is_listed_and_nowhere_else(scores: Scores) -> None:
    listed = UNDER_STOCK.keys() & scores.stock.keys()
    assert differing(scores.stock, scores.engine) == listed
    assert {UNDER_STOCK[key] for key in listed} == set(UNDER_STOCK.values())


def test_stock_nbgrader_never_gives_more(scores: Scores) -> None:
    for key, points in scores.stock.items():
        assert (points or 0) <= (scores.engine[key] or 0), key


@pytest.mark.parametrize("key", UNDER_STOCK, ids="-".join)
def test_the_reason_is_the_one_that_is_listed(
    ways: ThreeWays, scores: Scores, key: tuple[str, str]
) -> None:
    reason = UNDER_STOCK[key]
    assert (key in scores.supplied.exercises) or reason != "carried"
    assert (key in scores.supplied.functions) or reason != "function"
    if key not in scores.stock:
        return
    shown = ways.shown(*key)
    if reason == "carried":
        assert "blocked " in shown
    elif reason == "function":
        assert key not in scores.supplied.exercises
        assert not re.search(r"NameError: name", shown)
    elif reason == "later":
        assert re.search(r"NameError: name '\w+' is not defined", shown)
        assert key not in scores.supplied.exercises | scores.supplied.functions
    else:
        assert reason == "exit"
        assert shown == ""
        assert scores.stock[key] is None


def test_a_function_that_never_ends_costs_stock_nbgrader_its_own_cell(ways: ThreeWays) -> None:
    # Its worked example, and its own grade cell.
    assert ways.shown("kwame", "e10_parameters").count('"CellTimeoutError"') == 2


def test_every_reason_has_an_example() -> None:
    assert set(REASONS) == {*UNDER_STOCK.values(), *IN_A_NOTEBOOK.values()}


def test_the_table_in_the_docs_has_these_totals(ways: ThreeWays, scores: Scores) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in block_in_docs().splitlines()
        if re.match(r"\| `\w+` \|", line)
    ]
    assert [row[0].strip("`") for row in rows] == sorted(ways.turned.students)
    for student, *totals in rows:
        name = student.strip("`")
        for number, unit in enumerate(UNITS):
            ids = [one.id for one in ways.exercises if one.unit == unit]
            stock, engine, notebooks = totals[3 * number : 3 * number + 3]
            assert engine == _total(scores.engine, name, ids)
            assert notebooks == _total(scores.notebooks, name, ids)
            differs = any((name, one) in UNDER_STOCK for one in ids)
            assert (stock != engine) is differs, (name, unit)


def _total(points: Points, student: str, ids: list[str]) -> str:
    return f"{round(sum(points[student, one] or 0 for one in ids), 2):g}"


def test_answers_are_filled_in_with_the_students_own_text(ways: ThreeWays, course: Course) -> None:
    folder = ways.submitted()
    e04 = (folder / "rashid" / "forward" / "e04_sigmoid.ipynb").read_text(encoding="utf-8")
    assert "return np.log10(a / (1 - a))" in e04
    assert e04.index("return np.log10") < e04.index("import matplotlib.pyplot as plt")
    for path in (folder / "pablo").glob("*/*.ipynb"):
        released = Path(ways.made.root / "release" / path.parent.name / path.name)
        assert (path.read_bytes() == released.read_bytes()) is (path.stem != "e07_dense")
