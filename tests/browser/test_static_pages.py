"""Nudge's own pages, as a browser shows them: on a telephone, on paper, without a mouse."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.tab import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api", reason="run make test-browser").expect

CLASS = "index.html"
CHECKS = "analysis.html"
PARTLY = "feedback/hiroshi.html"
REVEALED = "feedback/amara.html"
REFUSED = "feedback/sofia.html"
ALL = (CLASS, CHECKS, PARTLY, REVEALED, REFUSED)

# Elements that say nothing to people who cannot see them: header cells without a scope, tables
# without header cells, and pictures that are neither described nor marked as decoration.
_UNNAMED = """() => [
    ...[...document.querySelectorAll("th:not([scope])")],
    ...[...document.querySelectorAll("table")].filter(
        table => !table.querySelector("thead th[scope=col]") || !table.caption),
    ...[...document.querySelectorAll("tbody tr")].filter(
        row => !row.querySelector("th[scope=row]")),
    ...[...document.querySelectorAll("img")].filter(image => !image.alt),
    ...[...document.querySelectorAll("svg")].filter(image =>
        image.getAttribute("role") !== "img" ||
        !(image.getAttribute("aria-labelledby") || "").split(" ").every(
            id => document.getElementById(id)?.textContent.trim())),
].map(element => element.outerHTML.slice(0, 200))"""

# A box that scrolls by itself may be wider.
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opened(tab: Tab, reports: Path, name: str) -> "Page":
    return tab.open(reports / name)


@pytest.mark.parametrize("name", ALL)
def test_a_page_fetches_nothing_and_has_no_errors(tab: Tab, reports: Path, name: str) -> None:
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = opened(tab, reports, name)
    expect(page.locator("h1")).to_be_visible()
    assert asked == [(reports / name).as_uri()]
    assert tab.errors == []


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("name", ALL)
def test_a_page_is_not_wider_than_its_window(
    tab: Tab, reports: Path, name: str, width: int
) -> None:
    tab.page.set_viewport_size({"width": width, "height": 800})
    page = opened(tab, reports, name)
    for details in page.locator("details").all():
        details.evaluate("details => { details.open = true }")
    assert page.evaluate(_TOO_WIDE) == 0


@pytest.mark.parametrize("name", ALL)
def test_tables_and_pictures_are_named(tab: Tab, reports: Path, name: str) -> None:
    page = opened(tab, reports, name)
    assert page.locator("table, svg").count() > 0 or name == REFUSED
    assert page.evaluate(_UNNAMED) == []


def test_every_student_is_one_click_away_from_the_class(tab: Tab, reports: Path) -> None:
    page = opened(tab, reports, CLASS)
    page.get_by_role("row", name="hiroshi").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("hiroshi")
    assert tab.errors == []


@pytest.mark.parametrize("name", [CLASS, REVEALED])
def test_details_open_and_close_by_the_keyboard_alone(tab: Tab, reports: Path, name: str) -> None:
    page = opened(tab, reports, name)
    details = page.locator("details").first
    hidden = details.locator(":scope > :not(summary)").first
    expect(hidden).to_be_hidden()
    while not details.evaluate("it => document.activeElement === it.querySelector('summary')"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "never reached"
    page.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    page.keyboard.press("Enter")
    expect(hidden).to_be_hidden()


def test_the_first_tab_skips_to_the_content(tab: Tab, reports: Path) -> None:
    page = opened(tab, reports, CLASS)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{(reports / CLASS).as_uri()}#content")


def test_on_paper_every_call_and_question_is_shown(tab: Tab, reports: Path) -> None:
    page = opened(tab, reports, PARTLY)
    page.emulate_media(media="print")
    calls = page.locator(".help .lines")
    assert calls.count() > 5
    for call in calls.all():
        expect(call).to_be_visible()
    for question in page.locator(".help .question").all():
        expect(question).to_be_visible()


def test_on_paper_a_comparison_is_there_if_it_was_opened(tab: Tab, reports: Path) -> None:
    page = opened(tab, reports, REVEALED)
    first, second = page.locator("details.compare").all()[:2]
    first.locator("summary").click()
    page.emulate_media(media="print")
    expect(first.locator("pre").first).to_be_visible()
    expect(second).to_be_hidden()


def test_on_paper_the_whole_table_of_the_class_fits(tab: Tab, reports: Path) -> None:
    page = opened(tab, reports, CLASS)
    page.emulate_media(media="print")
    # A4 less the margins of the style sheet, at 96 to the inch.
    page.set_viewport_size({"width": round((210 - 2 * 16) / 25.4 * 96), "height": 900})
    table = page.locator(".class-table")
    assert table.locator("thead th").count() == 21
    assert page.evaluate(_TOO_WIDE) == 0
    right = table.evaluate("table => table.getBoundingClientRect().right")
    assert right <= page.evaluate("document.documentElement.clientWidth")
