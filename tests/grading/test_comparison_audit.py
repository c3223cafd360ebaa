import shutil

import pytest

from autograder.course import UserError
from autograder.grading.comparison import Audit, audit, line_of
from autograder.grading.grader import GraderSetup
from autograder.grading.store import Store, StoreError
from tests.grading.small_course import SmallCourse


def audited(small: SmallCourse, student: str) -> Audit:
    with Store(small.store) as store:
        line = line_of(store, student)
        setup = GraderSetup(small.root, tuple(mark.exercise for mark in line.marks), small.seed)
        return audit(small.course, store, line, setup)


def test_a_submission_is_graded_again_without_its_files(small: SmallCourse) -> None:
    small.grade()
    shutil.rmtree(small.submissions)
    found = audited(small, "bo")
    assert found.is_same
    assert found.before == found.after
    assert 0 < (found.before or 0) < small.possible
    assert found.changed == ()
    assert all(check.is_same_to_the_letter for check in found.checks)


def test_a_check_that_differs_is_found_with_the_changed_file(
    small: SmallCourse,
) -> None:
    small.grade()
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text().replace("def test_", "def test_again_", 1))
    found = audited(small, "ada")
    assert not found.is_same
    assert found.changed == ("autograder/checks/test_e10_parameters.py changed",)


def test_a_result_that_was_changed_in_the_store_is_found(small: SmallCourse) -> None:
    small.grade()
    with Store(small.store) as store:
        line = line_of(store, "bo")
        store._database.execute("UPDATE mark SET result = replace(result, '\"fail\"', '\"pass\"')")
    differing = [check.check for check in audited(small, "bo").checks if not check.is_same]
    assert line.result.student == "bo"
    assert differing


def test_other_points_since_then_are_no_difference(small: SmallCourse) -> None:
    small.grade()
    small.add_points("e07_dense", 10)
    assert audited(small, "ada").is_same


def test_an_unknown_student_is_refused_with_the_known_names(small: SmallCourse) -> None:
    small.grade()
    with pytest.raises(UserError, match="ada, bo"):
        audited(small, "zoe")


def test_a_refused_submission_has_nothing_to_audit(small: SmallCourse) -> None:
    (small.submissions / "cy.zip").write_bytes(b"PK\x03\x04 no more")
    small.grade()
    with pytest.raises(UserError, match="cy was refused"):
        audited(small, "cy")


def test_a_store_that_lost_a_mark_says_so(small: SmallCourse) -> None:
    small.grade()
    with Store(small.store) as store:
        store._database.execute("DELETE FROM mark WHERE exercise = 'e10_parameters'")
    with pytest.raises(StoreError, match="lost"):
        audited(small, "ada")
