import multiprocessing
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from autograder.course import UserError
from autograder.grading import batch as batch_module
from autograder.grading.batch import Done, grade_batch
from autograder.grading.content_key import CourseContent, SubmissionContent
from autograder.grading.intake import Submission
from autograder.grading.lookup import LookedUp, look_up
from autograder.grading.results import Gradebook, SubmissionResult, SubmissionStatus
from autograder.grading.store import Store, StoredMark
from tests.grading.small_course import SmallCourse, students, totals

E04_CHECKS = "autograder/checks/test_e04_sigmoid.py"
E07_CHECKS = "autograder/checks/test_e07_dense.py"
FAULTY_CHECK = """

@check("The kit fails.", points=1, hint="Why?")
def test_that_fails_by_itself(student: Student) -> None:
    next(iter(()))
"""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """Return the list of who was graded in what."""
    seen: list[tuple[str, tuple[str, ...]]] = []

    def noted(submissions: Iterable[LookedUp]) -> Iterator[LookedUp]:
        for found in submissions:
            if found.missing:
                seen.append((found.submission.student, found.missing))
            yield found

    def spied(*given: Any) -> Iterator[LookedUp]:
        return noted(look_up(*given))

    monkeypatch.setattr(batch_module, "look_up", spied)
    return seen


Ran = list[tuple[str, tuple[str, ...]]]


def without_times(gradebook: Gradebook) -> list[SubmissionResult]:
    """Return results without what differs between two honest runs."""
    return [
        replace(
            result,
            seconds=0.0,
            exercises=tuple(
                replace(item, checks=tuple(replace(check, seconds=0.0) for check in item.checks))
                for item in result.exercises
            ),
        )
        for result in gradebook.results
    ]


INTERRUPTING_CHECK = FAULTY_CHECK.replace("next(iter(()))", "raise KeyboardInterrupt")
GREEDY_CHECK = FAULTY_CHECK.replace("next(iter(()))", "np.empty(3 * 2**27)")


def broken_session(*_: object) -> None:
    raise OSError("no space left")


def test_a_second_run_with_nothing_changed_grades_nothing(small: SmallCourse, ran: Ran) -> None:
    small.grade()
    ran.clear()
    second = small.grade()
    assert (second.from_store, second.graded, ran) == (2, 0, [])


def test_a_second_run_has_the_same_gradebook_as_the_first(small: SmallCourse) -> None:
    assert small.grade().gradebook.results == small.grade().gradebook.results


def test_what_a_run_graded_is_keyed_once_and_not_read_back(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    digested: list[str] = []
    read: list[str] = []
    of, marks = CourseContent.of, Store.marks

    def keyed(self: CourseContent, submission: Submission) -> SubmissionContent:
        digested.append(submission.student)
        return of(self, submission)

    def looked_up(self: Store, keys: Sequence[str]) -> dict[str, StoredMark]:
        found = marks(self, keys)
        read.extend(found)
        return found

    monkeypatch.setattr(CourseContent, "of", keyed)
    monkeypatch.setattr(Store, "marks", looked_up)
    results = small.grade().gradebook.results
    assert results
    assert sorted(digested) == [result.student for result in results]
    assert not read
    small.grade()
    assert read


def test_a_submission_that_changed_is_the_only_one_graded_again(
    small: SmallCourse, ran: Ran
) -> None:
    small.grade()
    ran.clear()
    small.hand_in("bo")
    second = small.grade()
    assert [student for student, _ in ran] == ["bo"]
    assert totals(second) == {"ada": small.possible, "bo": small.possible}


def test_a_changed_check_runs_its_exercise_and_later_ones_again(
    small: SmallCourse, ran: Ran
) -> None:
    small.grade()
    ran.clear()
    (small.root / E04_CHECKS).write_text((small.root / E04_CHECKS).read_text() + "\n# clearer\n")
    small.grade()
    assert ran == [("ada", ("e04_sigmoid", "e07_dense")), ("bo", ("e04_sigmoid", "e07_dense"))]


def test_a_changed_check_that_no_exercise_needs_runs_its_own_alone(
    small: SmallCourse, ran: Ran
) -> None:
    small.grade()
    ran.clear()
    (small.root / E07_CHECKS).write_text((small.root / E07_CHECKS).read_text() + "\n# clearer\n")
    small.grade()
    assert ran == [("ada", ("e07_dense",)), ("bo", ("e07_dense",))]


def test_a_change_that_is_taken_back_grades_nothing(small: SmallCourse, ran: Ran) -> None:
    before = (small.root / E07_CHECKS).read_text()
    small.grade()
    (small.root / E07_CHECKS).write_text(before + "\n# clearer\n")
    small.grade()
    ran.clear()
    (small.root / E07_CHECKS).write_text(before)
    small.grade()
    assert ran == []


def test_error_is_carried_forward_from_a_stored_mark(small: SmallCourse) -> None:
    small.grade()
    (small.root / E07_CHECKS).write_text((small.root / E07_CHECKS).read_text() + "\n# clearer\n")
    again = without_times(small.grade().gradebook)
    shutil.rmtree(small.out)
    assert again == without_times(small.grade().gradebook)
    (bo,) = [result for result in again if result.student == "bo"]
    assert bo.exercises[1].supplied == ("e04_sigmoid",)


def test_other_points_grade_nothing_and_are_those_of_a_new_grading(
    small: SmallCourse, ran: Ran
) -> None:
    small.grade()
    small.add_points("e07_dense", 11)
    ran.clear()
    scaled = without_times(small.grade().gradebook)
    assert ran == []
    shutil.rmtree(small.out)
    assert scaled == without_times(small.grade().gradebook)


def test_other_titles_and_hints_grade_nothing(small: SmallCourse, ran: Ran) -> None:
    small.grade()
    ran.clear()
    small.edit("course.toml", 'title = "The dense layer"', 'title = "Dense layers"')
    assert small.grade().gradebook.exercises[1][1] == "Dense layers"
    assert ran == []


def test_a_student_whose_entry_is_gone_is_not_in_the_gradebook(small: SmallCourse) -> None:
    small.grade()
    shutil.rmtree(small.submissions / "ada")
    assert list(totals(small.grade())) == ["bo"]


def test_a_student_who_comes_back_is_not_graded_again(small: SmallCourse, ran: Ran) -> None:
    small.grade()
    shutil.rmtree(small.submissions / "ada")
    small.grade()
    ran.clear()
    small.hand_in("ada")
    small.grade()
    assert ran == []


def test_a_refused_submission_is_stored_with_its_reason(small: SmallCourse) -> None:
    (small.submissions / "cy.zip").write_bytes(b"PK\x03\x04 no more")
    first, second = small.grade(), small.grade()
    assert first.gradebook.results[2].status is SubmissionStatus.REFUSED
    assert second.gradebook.results == first.gradebook.results
    assert second.graded == 0


def test_a_submission_on_which_the_kit_failed_is_tried_again(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.sandboxes.SubmissionSandbox.context", broken_session)
        first = small.grade()
    assert {result.status for result in first.gradebook.results} == {SubmissionStatus.UNGRADED}
    found = totals(small.grade())
    assert found["bo"] < found["ada"] == small.possible


def test_a_check_that_fails_by_itself_leaves_a_trace_and_no_mark(
    small: SmallCourse,
) -> None:
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text() + FAULTY_CHECK)
    done: list[Done] = []
    small.grade(done=done)
    assert all("next(iter(()))" in item.result.fault for item in done)
    assert not any(item.is_stored for item in done)


@pytest.mark.parametrize(
    ("check", "name"),
    [(INTERRUPTING_CHECK, "KeyboardInterrupt"), (GREEDY_CHECK, "MemoryError")],
    ids=["interrupts", "takes 3 GB"],
)
def test_a_check_that_would_end_the_run_leaves_all_ungraded(
    small: SmallCourse, check: str, name: str
) -> None:
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text("import numpy as np\n" + path.read_text() + check)
    results = small.grade().gradebook.results
    assert [result.status for result in results] == 2 * [SubmissionStatus.UNGRADED]
    assert all(name in result.reason for result in results)


def test_a_fault_in_one_exercise_leaves_the_others_marks_stored(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch, ran: Ran
) -> None:
    small.grade()
    (small.root / E07_CHECKS).write_text((small.root / E07_CHECKS).read_text() + "\n# clearer\n")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.sandboxes.SubmissionSandbox.context", broken_session)
        small.grade()
    ran.clear()
    small.grade()
    assert ran == [("ada", ("e07_dense",)), ("bo", ("e07_dense",))]


def test_results_are_stored_as_each_submission_ends(small: SmallCourse, ran: Ran) -> None:
    def interrupt(_: Done) -> None:
        raise KeyboardInterrupt

    small.out.mkdir()
    with Store(small.store) as store, pytest.raises(KeyboardInterrupt):
        grade_batch(
            small.course, small.setup, small.submissions, store=store, jobs=1, finished=interrupt
        )
    ran.clear()
    small.grade()
    assert [student for student, _ in ran] == ["bo"]


def test_lost_processes_cost_no_mark(small: SmallCourse) -> None:
    for number in range(6):
        small.hand_in(f"student {number}")
    killed: list[multiprocessing.process.BaseProcess] = []

    def kill(_: Done) -> None:
        if not killed:
            # These alone: the server that other tests share is a child of this process, too.
            killed.extend(multiprocessing.active_children())
            for process in killed:
                process.kill()

    small.out.mkdir()
    with Store(small.store) as store:
        first = grade_batch(
            small.course, small.setup, small.submissions, store=store, jobs=2, finished=kill
        )
    assert killed
    right = sum(small.course.exercise(name).points for name in small.exercises)
    assert [result.total for result in first.gradebook.results].count(right) == 7
    done: list[Done] = []
    small.grade(done=done)
    assert students(done, new=True) == []


def test_a_submission_whose_graders_are_lost_has_no_mark_yet(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "autograder.grading.grader.SubmissionSandbox", lambda *_: os.kill(os.getpid(), 9)
        )
        results = small.grade().gradebook.results
    assert {result.status for result in results} == {SubmissionStatus.UNGRADED}
    assert "a grading process was lost; run again" in results[0].reason
    done: list[Done] = []
    small.grade(done=done)
    assert students(done, new=True) == ["ada", "bo"]
    assert all(item.is_stored for item in done)


def test_a_course_that_changes_during_a_run_ends_it(small: SmallCourse) -> None:
    def change(_: Done) -> None:
        small.edit(E07_CHECKS, "import numpy", "# changed\nimport numpy")

    small.out.mkdir()
    with Store(small.store) as store, pytest.raises(UserError, match="was changed while"):
        grade_batch(
            small.course, small.setup, small.submissions, store=store, jobs=1, finished=change
        )


def test_marks_hold_only_together_when_the_time_ran_out(small: SmallCourse, ran: Ran) -> None:
    endless = "\ndef theta_size(*_):\n    while True:\n        pass\n"
    small.hand_in("cy", lambda name, text: text + endless if name == "e10_parameters" else text)
    small.edit("course.toml", "[limits]", "[limits]\nsubmission_seconds = 0.4")
    settled = small.grade()
    while any(mark.is_provisional for one in settled.gradebook.results for mark in one.exercises):
        settled = small.grade()  # a busy machine grades again, and not for ever
    ran.clear()
    assert without_times(small.grade().gradebook) == without_times(settled.gradebook)
    assert ran == []
    (small.root / E07_CHECKS).write_text((small.root / E07_CHECKS).read_text() + "\n# clearer\n")
    small.grade()
    assert dict(ran)["cy"] == small.exercises


def test_a_check_file_that_cannot_be_loaded_is_reported_once(small: SmallCourse) -> None:
    (small.root / E07_CHECKS).write_text("import nothing_of_that_name\n")
    with pytest.raises(Exception, match="nothing_of_that_name"):
        small.grade(jobs=2)
