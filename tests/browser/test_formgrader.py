"""An instructor's hour in nbgrader's formgrader: what Nudge graded is all there."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course import load_course
from tests.browser.conftest import Teaching
from tests.browser.tab import Tab
from tests.student_folder import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api", reason="run make test-browser").expect

MISTAKE = "This looks like a common misconception: **The bias is left out**."
QUESTION = "What does the neuron do with silent inputs?"


def worth(exercise: str) -> float:
    """Return the points of an exercise."""
    return load_course(ROOT).exercise(exercise).points


@pytest.fixture(autouse=True)
def nothing_thrown(tab: Tab) -> Any:
    """Look at the end whether the page had errors, save those of what it could not fetch."""
    yield
    # nbgrader's pages fetch MathJax from elsewhere, which the tests do not let them.
    assert all("mathjax" in url.lower() for url in tab.strangers)
    of_mathjax = ("net::ERR_FAILED", "MathJax is not defined")
    assert [said for said in tab.errors if not any(one in said for one in of_mathjax)] == []


def opened(tab: Tab, path: str) -> "Page":
    """Open a page of formgrader's and wait for its table, which a script fills."""
    page = tab.open(f"/formgrader/{path}")
    expect(page.get_by_text("Loading, please wait...")).to_have_count(0)
    return page


def row(page: "Page", *texts: str) -> "Locator":
    """Return the row of a table that has cells with these very texts."""
    found = page.locator("#main-table tr")
    for text in texts:
        found = found.filter(has=page.get_by_text(text, exact=True))
    return found


def submission(tab: Tab, student: str, notebook: str) -> "Page":
    """Go to a submission as an instructor does: by the student, the assignment, the notebook."""
    page = opened(tab, f"manage_students/{student}/forward")
    page.get_by_role("link", name=notebook).click()
    # A script asks for the scores and comments, and what is typed before they come is lost.
    for kind in ("score", "comment"):
        field = page.locator(f".nbgrader_cell .{kind}").last
        expect(field).to_have_attribute("placeholder", re.compile("."))
    return page


def test_all_assignments_are_listed_with_their_submissions(tab: Tab, teaching: Teaching) -> None:
    page = opened(tab, "manage_assignments")
    for name, count in (("forward", "4"), ("learning", "0"), ("practice", "1")):
        expect(row(page, name).locator(".num-submissions")).to_have_text(count)


@pytest.mark.parametrize(
    ("student", "assignment", "notebook", "share"),
    [
        ("ada", "forward", "e04_sigmoid", 1),
        ("ada", "forward", "e07_dense", 1),
        ("bo", "forward", "e04_sigmoid", 1),
        ("cy", "forward", "e07_dense", 0),
        ("dee", "practice", "e17_regression", 1),
    ],
)
def test_a_students_score_is_shown(
    tab: Tab, teaching: Teaching, student: str, assignment: str, notebook: str, share: int
) -> None:
    page = opened(tab, f"manage_students/{student}/{assignment}")
    of = worth(notebook)
    expect(row(page, notebook).locator(".score")).to_have_text(f"{share * of:g} / {of:g}")
    expect(row(page, notebook).locator(".needs-manual-grade .glyphicon-ok")).to_have_count(0)


def test_everybody_is_listed_with_their_total(tab: Tab, teaching: Teaching) -> None:
    page = opened(tab, "manage_students")
    for student in ("ada", "bo", "cy", "dee"):
        shown = row(page, student).locator(".score")
        total = sum(score or 0 for score in teaching.made.scores(student).values())
        expect(shown).to_have_text(re.compile(rf"^{round(total, 2):g} / "))


def test_the_gradebook_leads_to_every_submission_of_a_notebook(
    tab: Tab, teaching: Teaching
) -> None:
    page = opened(tab, "gradebook")
    page.get_by_role("link", name="forward", exact=True).click()
    page.get_by_role("link", name="e07_dense", exact=True).click()
    expect(page.get_by_role("link", name="Submission #3")).to_be_visible()
    page.get_by_role("button", name="Show All Names").click()
    for student in ("ada", "bo", "cy"):
        expect(page.get_by_role("link", name=student, exact=True)).to_be_visible()
    expect(row(page, "ada").locator(".score")).to_have_text(f"{worth('e07'):g} / {worth('e07'):g}")


def test_a_submission_shows_report_score_and_misconception(tab: Tab, teaching: Teaching) -> None:
    page = submission(tab, "bo", "e07_dense")
    expect(page.locator("#e07_pre_activation")).to_have_attribute("placeholder", "0")
    comment = page.locator("#e07_pre_activation_answer-comment")
    expect(comment).to_have_attribute("placeholder", f"{MISTAKE} {QUESTION}")
    said = page.locator(".output_area").filter(has_text="e07 pre_activation: ")
    expect(said).to_contain_text(f"{QUESTION}  [The bias is left out]")
    expect(said).to_contain_text("called    pre_activation(W ")


def test_a_right_submission_has_full_scores_and_nothing_wrong(tab: Tab, teaching: Teaching) -> None:
    page = submission(tab, "ada", "e07_dense")
    for cell in ("e07_pre_activation", "e07_dense_forward"):
        worth = f"{teaching.made.scores('ada')[cell]:g}"
        expect(page.locator(f"#{cell}")).to_have_attribute("placeholder", worth)
    reports = page.locator(".output_area").filter(has_text=" right, ")
    expect(reports).to_have_count(2)
    for report in reports.all():
        expect(report).not_to_contain_text("wrong")


def test_a_score_given_by_hand_in_formgrader_stays(tab: Tab, teaching: Teaching) -> None:
    page = submission(tab, "cy", "e07_dense")
    page.locator("#e07_dense_forward").fill("1.5")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        page.locator("#e07_dense_forward").press("Tab")
    assert saved.value.ok
    page = opened(tab, "manage_students/cy/forward")
    expect(row(page, "e07_dense").locator(".score")).to_have_text(f"1.5 / {worth('e07'):g}")
    page = submission(tab, "cy", "e07_dense")
    page.locator("#e07_dense_forward").fill("")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.locator("#e07_dense_forward").press("Tab")


def test_feedback_shows_scores_comments_and_the_report(tab: Tab, teaching: Teaching) -> None:
    page = tab.open(teaching.made.root / "feedback" / "bo" / "forward" / "e07_dense.html")
    expect(page.locator("body")).to_contain_text("e07_dense (Score: ")
    expect(page.locator("body")).to_contain_text(re.compile(r"Score: 0\.0 / \d"))
    expect(page.locator("body")).to_contain_text("The bias is left out")
    expect(page.locator("body")).to_contain_text(QUESTION)


def test_one_click_on_autograde_grades_with_nudge(tab: Tab, teaching: Teaching) -> None:
    page = opened(tab, "manage_submissions/forward")
    late = row(page, "eve")
    expect(late.locator(".status")).to_have_text("needs autograding")
    late.locator(".autograde a").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("Successfully autograded 'forward' for student 'eve'.")
    of = sum(one.points for one in load_course(ROOT).exercises if one.unit == "forward")
    expect(row(page, "eve").locator(".score")).to_have_text(f"{worth('e04'):g} / {of:g}")
    assert teaching.made.comments("eve")["e07_pre_activation_answer"]
