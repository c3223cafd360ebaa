"""A broken e16 is paid for in e16: its class is supplied to e17."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.checking.outcome import CheckStatus, KitFault
from autograder.course import load_course
from autograder.grading.content_key import CourseContent
from autograder.grading.grader import Grader, GraderSetup
from autograder.grading.intake import Entry
from autograder.grading.results import ExerciseResult, SubmissionResult, remarks
from autograder.grading.seed import Seed
from autograder.isolation.class_calls import SuppliedClass
from autograder.packaging.stubs import stub_regions
from autograder.reference.sources import Sources
from tests.grading.test_grader import body_of
from tests.without_store import grade_entry

ROOT = Path(__file__).resolve().parents[2]
E16, E17 = "e16_debug", "e17_regression"
SOLUTION = {name: (ROOT / "solutions" / f"{name}.py").read_text() for name in (E16, E17)}
STUB = (ROOT / "exercises" / f"{E16}.py").read_text()
SENTENCE = (
    "Graded with a correct e16_debug in place of yours, because yours is not right yet; the better "
    "mark counts."
)
Grade = Callable[..., SubmissionResult]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    course = load_course(ROOT)
    exercises = [course.exercise(name) for name in (E16, E17)]
    with Grader(course, exercises, Seed("tests")) as opened:
        yield opened


@pytest.fixture
def grade(grader: Grader, tmp_path: Path) -> Grade:
    """Grade e16 and e17 as they are given; without e16 if that is None."""

    def graded(e16: str | None, e17: str = SOLUTION[E17], **others: str) -> SubmissionResult:
        folder = tmp_path / f"try {len([*tmp_path.iterdir()])}"
        folder.mkdir()
        for name, source in {E16: e16, E17: e17, **others}.items():
            if source is not None:
                (folder / f"{name}.py").write_text(source)
        return grade_entry(grader, Entry.at("somebody", folder))

    return graded


def part(result: SubmissionResult, exercise: str) -> ExerciseResult:
    (found,) = [item for item in result.exercises if item.exercise == exercise]
    return found


def faults() -> Iterator[str]:
    """Yield e16 with everything repaired except for one of its faults."""
    lines = SOLUTION[E16].splitlines()
    for region in stub_regions(load_course(ROOT).exercise(E16), SOLUTION[E16]):
        broken = [line for line in region.stub if "NotImplementedError" not in line]
        yield "\n".join([*lines[: region.first - 1], *broken, *lines[region.last :]]) + "\n"


def test_each_fault_of_e16_is_here() -> None:
    found = [*faults()]
    assert len(found) == SOLUTION[E16].count("### BEGIN BROKEN\n") > 8
    for source in found:
        compile(source, E16, "exec")


@pytest.mark.parametrize(
    "e16",
    [STUB, None, SOLUTION[E16] + "\ndef broken(:\n", "", "raise ValueError('no')"],
    ids=["unwritten", "missing", "syntax error", "empty", "error"],
)
def test_a_right_e17_has_every_point_with_e16_supplied(grade: Grade, e16: str | None) -> None:
    result = grade(e16)
    e17 = part(result, E17)
    assert part(result, E16).points == 0.0
    assert (e17.points, e17.supplied) == (e17.possible, (E16,))
    assert remarks(result, e17) == (SENTENCE,)


def test_nothing_is_said_about_an_exercise_that_was_not_graded(grade: Grade) -> None:
    result = grade(STUB)
    e17 = part(result, E17)
    [said] = remarks(replace(result, exercises=(e17,)), e17)
    assert said == (
        "Graded with a correct e16_debug in place of yours, which was not graded this time; the "
        "better mark counts."
    )


@pytest.mark.parametrize("e16", [*faults()], ids=lambda _: "fault")
def test_one_fault_of_e16_costs_e17_nothing(grade: Grade, e16: str) -> None:
    result = grade(e16)
    e17 = part(result, E17)
    assert not part(result, E16).is_right
    assert e17.points == e17.possible
    if e17.supplied:  # some faults do no harm in e17
        assert remarks(result, e17) == (SENTENCE,)


def test_e17_asks_for_few_calls_of_the_class(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = SuppliedClass.answer

    def noted(self: SuppliedClass, method: str, *question: Any) -> dict[str, Any]:
        asked.append(method)
        return answer(self, method, *question)

    monkeypatch.setattr(SuppliedClass, "answer", noted)
    grade(STUB)
    assert 90 < len(asked) < 150  # docs/authors.md says how many


def test_a_right_e16_is_not_supplied(grade: Grade) -> None:
    result = grade(SOLUTION[E16])
    assert part(result, E16).is_right
    assert part(result, E17).is_right
    assert part(result, E17).supplied == ()


def test_the_own_mistake_of_e17_stays(grade: Grade) -> None:
    stale = body_of(
        "fit",
        "perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)\n"
        "    _, cache = perceptron.forward_pass(X)\n"
        "    for _ in range(steps):\n"
        "        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y), lr)\n"
        "    return perceptron",
    )
    e17 = part(grade(STUB, stale(SOLUTION[E17])), E17)
    lost = [check for check in e17.checks if check.outcome.status is CheckStatus.FAIL]
    named = {check.outcome.misconception.id for check in lost if check.outcome.misconception}
    assert e17.supplied == (E16,)
    assert named == {"stale_cache"}


def test_an_unwritten_e17_earns_nothing_with_e16_supplied(grade: Grade) -> None:
    result = grade(STUB, (ROOT / "exercises" / f"{E17}.py").read_text())
    assert result.total == 0.0


def test_e16_gets_nothing_from_e17(grade: Grade) -> None:
    hands_over = (
        "from exercises import e17_regression as later\n"
        "def __getattr__(name): return getattr(later, name)\n"
    )
    assert part(grade(hands_over), E16).points == 0.0


def test_e16_is_never_graded_with_itself_supplied(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = (
        "import gc\n"
        "class TwoLayerPerceptron:\n"
        "    def __init__(self, *given):\n"
        "        (c,) = [o for o in gc.get_objects() if type(o).__name__ == '_Connection']\n"
        "        given = [['value', one] for one in given[:3]] + [['generator', [1] * 6]]\n"
        "        method = 'TwoLayerPerceptron.__init__'\n"
        "        c._ask('exercises.e16_debug', method, [{}, given, {}], {})\n"
    )
    asked: list[str] = []
    monkeypatch.setattr(SuppliedClass, "answer", lambda _, method, *more: asked.append(method))
    e16 = part(grade(asks, ""), E16)
    got = {check.outcome.lines.got for check in e16.checks if check.outcome.lines}
    assert any("could not be read" in line for line in got)
    assert (e16.points, asked) == (0.0, [])


def test_the_students_own_class_is_used_where_it_is_not_e16s(grade: Grade) -> None:
    own = SOLUTION[E16].replace("return lr * gradient", "return gradient")
    borrowed = SOLUTION[E17].replace("from exercises.e16_debug", "from mine")
    assert part(grade(STUB, borrowed, mine=own), E17).points < 6.0


# What a hostile e17 may try with the class


def test_a_class_that_is_changed_brings_nothing(grade: Grade) -> None:
    """The numbers count: the hidden check follows them from the first weights."""
    honest = part(grade(STUB, body_of("fit", "return None")(SOLUTION[E17])), E17).points
    changed = body_of(
        "fit",
        "def nothing(self, *more): return None\n"
        "    TwoLayerPerceptron.subtract_gradients = nothing\n"
        "    return TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)",
    )
    worth_of_a_start = 6.0 / 23  # the check of fit without a step
    points = part(grade(STUB, changed(SOLUTION[E17])), E17).points
    assert points == pytest.approx(honest + worth_of_a_start, abs=0.01)


@pytest.mark.parametrize(
    "line",
    [
        "perceptron.W1 = perceptron.W1.T",
        "del perceptron.b1",
        "perceptron.W2 = 'text'",
        "perceptron.b2 = np.ones((50_000, 1))",
        "perceptron.W1 = [[[1]]] * 3",
        "cache = None",
        "cache = (X, X, X, X)",
    ],
)
def test_a_state_that_cannot_be_is_told_to_the_student(grade: Grade, line: str) -> None:
    broken = body_of(
        "fit",
        "perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)\n"
        "    for _ in range(steps):\n"
        "        _, cache = perceptron.forward_pass(X)\n"
        f"        {line}\n"
        "        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y), lr)\n"
        "    return perceptron",
    )
    result = grade(STUB, broken(SOLUTION[E17]))
    assert not result.fault
    e17 = part(result, E17)
    lost = [check for check in e17.checks if check.check == "test_fit_of_three_steps"]
    assert [check.outcome.status for check in lost] == [CheckStatus.FAIL]


# The course's own files


def test_a_class_that_the_solution_lacks_is_a_fault_of_the_kit() -> None:
    course = load_course(ROOT)
    exercise = replace(course.exercise(E16), classes={"Perceptron": ("W",)})
    with pytest.raises(
        KitFault, match=r"class Perceptron to supply, which solutions/e16_debug\.py"
    ):
        Sources(course).supplied_classes(exercise)


def test_what_a_class_keeps_is_part_of_the_key_of_later_marks() -> None:
    course = load_course(ROOT)
    setup = GraderSetup(ROOT, (E16, E17), Seed("tests"))
    keys = []
    for attributes in (("W1", "b1"), ("W1",)):
        exercises = tuple(
            replace(one, classes={"TwoLayerPerceptron": attributes}) if one.id == E16 else one
            for one in course.exercises
        )
        keys.append(CourseContent(replace(course, exercises=exercises), setup)._course_parts)
    assert keys[0][E17] != keys[1][E17]
    assert keys[0][E16] == keys[1][E16]
