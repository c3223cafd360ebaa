from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse


def test_the_same_result_is_shown_check_by_check(small: SmallCourse) -> None:
    nudge(small, "grade")
    result = nudge(small, "audit", "bo")
    assert result.exit_code == 0
    assert result.output.count("  same  ") > 10
    assert "5.13 points then, 5.13 now" in result.output


def test_a_result_that_differs_ends_with_1(small: SmallCourse) -> None:
    nudge(small, "grade")
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text().replace("def test_", "def test_again_", 1))
    result = nudge(small, "audit", "ada")
    assert result.exit_code == 1
    assert "DIFFERS" in result.output
    assert "since then: autograder/checks/test_e10_parameters.py changed" in result.output


def test_a_folder_without_a_store_is_one_sentence(small: SmallCourse) -> None:
    result = nudge(small, "audit", "ada")
    assert result.exit_code == 2
    assert result.stderr.startswith("nudge: there is no ")
