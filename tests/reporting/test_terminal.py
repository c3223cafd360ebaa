import io
from dataclasses import replace

from rich.console import Console, RenderableType

from autograder.grading.results import ExerciseResult, Gradebook
from autograder.reporting.terminal import class_table, misconception_list
from tests.reporting.example_gradebook import (
    BIAS_LEFT_OUT,
    EXERCISES,
    KIT_FAILED,
    PASSED,
    TO_WRITE,
    check,
    failed,
    gradebook,
    graded,
    refused,
    ungraded,
)


def printed(renderable: RenderableType, width: int = 80) -> str:
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=False).print(renderable)
    return file.getvalue()


def table(book: Gradebook) -> str:
    return printed(class_table(book))


def test_six_exercises_and_a_long_name_fit_into_eighty_columns() -> None:
    third = (PASSED, TO_WRITE, TO_WRITE)
    long = graded("x" * 300, **{exercise: third for exercise, _, _ in EXERCISES})
    lines = table(gradebook(long)).splitlines()
    assert all(len(line) <= 80 for line in lines)
    (row,) = (line for line in lines if line.lstrip().startswith("x"))
    assert row.split()[1:] == ["5", "5", "6.67", "5", "5", "6.67", "33.34"]


def test_the_headers_are_short_ids_with_their_points() -> None:
    ids, points = table(gradebook()).splitlines()[1:3]
    assert ids.split() == ["student", "e02", "e04", "e07", "e10", "e12", "e15", "total"]
    assert points.split() == ["15", "15", "20", "15", "15", "20", "100"]


EIGHTEEN = tuple((f"e{n:02d}_x", "One of many", 4.0) for n in range(1, 19))


def eighteen() -> Gradebook:
    """A class that all but passed everything, and did nothing in the last exercise."""
    shares = [1.0] * 16 + [0.998, 0.0]
    exercises = tuple(
        ExerciseResult(name, points, (check(PASSED if share else TO_WRITE, possible=points),))
        if share in (0.0, 1.0)
        else ExerciseResult(
            name,
            points,
            (
                check(PASSED, possible=points * share),
                check(TO_WRITE, possible=points * (1 - share)),
            ),
        )
        for (name, _, points), share in zip(EIGHTEEN, shares, strict=True)
    )
    one = replace(graded("a name as long as names get"), exercises=exercises)
    return replace(gradebook(one), exercises=EIGHTEEN)


def test_eighteen_exercises_fit_eighty_columns_as_percentages() -> None:
    lines = table(eighteen()).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[1].split() == ["student", *(f"{n:02d}" for n in range(1, 19)), "total"]
    (row,) = (line for line in lines if "a name as" in line)
    assert row.split()[-19:-1] == [*["●"] * 16, "99", "0"]


def test_the_percentages_are_explained() -> None:
    assert "● is all of an exercise, a number the percentage of its points" in table(eighteen())


def test_a_wide_terminal_has_room_for_the_points_of_eighteen() -> None:
    text = printed(class_table(eighteen()), width=200)
    assert "●" not in text
    assert "e18" in text


def test_in_a_very_narrow_terminal_the_totals_are_left() -> None:
    lines = printed(class_table(eighteen()), width=44).splitlines()
    assert all(len(line) <= 44 for line in lines)
    assert lines[1].split() == ["student", "total"]


def test_a_refused_submission_is_marked_and_its_reason_told() -> None:
    text = table(gradebook(refused("bob", "the archive is encrypted")))
    assert "refused: bob: the archive is encrypted" in text


def test_an_ungraded_submission_shows_no_zero() -> None:
    text = table(gradebook(ungraded("eve")))
    row = next(line for line in text.splitlines() if line.strip().startswith("eve"))
    assert row.split() == ["eve", *["-"] * 6, "no", "mark"]


def test_an_exercise_that_the_kit_failed_on_is_named() -> None:
    text = printed(class_table(gradebook(graded("ada", e12_cost=(KIT_FAILED,)))), width=200)
    assert "no mark: ada: the kit could not check e12_cost (KitFault" in text


def test_names_neither_send_escapes_nor_are_read_as_markup() -> None:
    text = table(gradebook(graded("\x1b[2J[red]x[/red]"), refused("b\x9b\r", "\x1b]0;x\x07")))
    assert not set(text) & set("\x1b\x9b\r\x07")
    assert r"\x1b[2J[red]x[/red]" in text


def test_a_mistake_is_listed_with_its_question_and_who_made_it() -> None:
    book = gradebook(*(graded(name, e07_dense=(failed(BIAS_LEFT_OUT),)) for name in "abcdefgh"))
    text = printed(misconception_list(book))
    assert "8 students  e07  The bias is left out" in text
    assert BIAS_LEFT_OUT.hint in text
    assert "a, b, c, d, e, f and 2 more" in text


def test_a_class_without_misconceptions_is_told_so() -> None:
    assert "No misconception" in printed(misconception_list(gradebook(graded("ada"))))
