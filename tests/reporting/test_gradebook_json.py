import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.results import Gradebook
from autograder.reporting.gradebook_files import GradebookError, gradebook_json, read_gradebook
from tests.reporting.example_gradebook import (
    BIAS_LEFT_OUT,
    BLOCKED,
    KIT_FAILED,
    PASSED,
    TO_WRITE,
    exercise_result,
    failed,
    gradebook,
    graded,
    refused,
    ungraded,
)


def written(of: Gradebook, folder: Path) -> Path:
    path = folder / "gradebook.json"
    path.write_text(gradebook_json(of), encoding="utf-8")
    return path


def loaded(of: Gradebook) -> Any:
    return json.loads(gradebook_json(of))


def everything() -> Gradebook:
    carried = exercise_result("e15_backprop", (PASSED, TO_WRITE), supplied=("e04_sigmoid",))
    ada = graded("ada", e07_dense=(PASSED, failed(BIAS_LEFT_OUT), BLOCKED, KIT_FAILED))
    ada = dataclasses.replace(
        ada,
        exercises=(*ada.exercises[:-1], carried),
        notes=("numpy.py was left out",),
        stdout="printed\n",
        stderr="warned\x1b[0m\n",
    )
    return gradebook(ada, refused("bob"), ungraded("eve"))


def test_a_gradebook_survives_the_way_there_and_back(tmp_path: Path) -> None:
    assert read_gradebook(written(everything(), tmp_path)) == everything()


def test_it_names_its_format_and_ends_with_a_newline() -> None:
    assert loaded(gradebook())["format"] == "nudge-gradebook/1"
    assert gradebook_json(gradebook()).endswith("}\n")


def test_a_check_carries_its_four_lines_and_its_misconception() -> None:
    submission = loaded(gradebook(graded("ada", e07_dense=(failed(BIAS_LEFT_OUT),))))
    (check,) = submission["submissions"][0]["exercises"][2]["checks"]
    assert check["state"] == "fail"
    assert list(check["lines"]) == ["called", "expected", "got", "hint"]
    assert check["misconception"]["id"] == "bias_left_out"


def test_a_passing_check_has_neither_lines_nor_misconception() -> None:
    check = loaded(gradebook(graded("ada")))["submissions"][0]["exercises"][0]["checks"][0]
    assert (check["lines"], check["misconception"]) == (None, None)


def test_an_ungraded_submission_has_no_total() -> None:
    assert loaded(gradebook(ungraded("eve")))["submissions"][0]["total"] is None


def test_a_refused_submission_has_a_total_of_nothing() -> None:
    assert loaded(gradebook(refused("bob")))["submissions"][0]["total"] == 0


def test_a_check_that_the_kit_failed_on_has_no_points() -> None:
    submission = loaded(gradebook(graded("ada", e12_cost=(PASSED, KIT_FAILED))))["submissions"][0]
    exercise = submission["exercises"][4]
    assert (submission["total"], exercise["points"]) == (None, None)
    assert [check["points"] for check in exercise["checks"]] == [7.5, None]


def test_the_class_names_who_made_a_mistake_once_each() -> None:
    twice = graded("ada", e07_dense=(failed(BIAS_LEFT_OUT), failed(BIAS_LEFT_OUT)))
    (mistake,) = loaded(gradebook(twice))["class"]["misconceptions"]
    assert (mistake["count"], mistake["students"]) == (1, ["ada"])


def test_the_class_says_how_much_of_each_exercise_is_right() -> None:
    half = loaded(gradebook(graded("ada"), graded("bob", e02_shapes=(TO_WRITE,)), refused("x")))
    assert half["class"]["exercises"][0] == {
        "id": "e02_shapes",
        "graded": 2,
        "all_right": 1,
        "mean": 7.5,
        "fraction": 0.5,
    }


def test_lone_surrogates_are_spelled_out(tmp_path: Path) -> None:
    path = written(gradebook(graded("a\ud800b")), tmp_path)
    assert read_gradebook(path).results[0].student == r"a\ud800b"


def test_a_number_that_json_lacks_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        gradebook_json(dataclasses.replace(gradebook(), seconds=float("nan")))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"format": "nudge-gradebook/2"}', '{"format": "nudge-gradebook/1"}'],
)
def test_a_file_that_is_not_a_gradebook_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GradebookError, match=r"other\.json"):
        read_gradebook(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", 3), ("exercises", [{}]), ("submissions", 3), ("record", {"date": 3})],
)
def test_a_damaged_gradebook_is_refused(field: str, value: object, tmp_path: Path) -> None:
    path = tmp_path / "gradebook.json"
    path.write_text(json.dumps({**loaded(everything()), field: value}), encoding="utf-8")
    with pytest.raises(GradebookError, match="is damaged"):
        read_gradebook(path)


def test_a_gradebook_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GradebookError, match="cannot be read"):
        read_gradebook(tmp_path / "gradebook.json")
