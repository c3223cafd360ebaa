"""A student's hour: a released notebook is opened, filled in and run, in a browser."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Teaching
from tests.browser.tab import Tab
from tests.packaging.notebook.students import cells_of, grade_id

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api", reason="run make test-browser").expect

NOTEBOOK = "e04_sigmoid"
ANSWERS = {
    "sigmoid": "return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))",
    "sigmoid_prime": "return sigmoid(z) * (1 - sigmoid(z))",
    "logit": "return np.log(a) - np.log1p(-np.asarray(a, dtype=float))",
}


def points(teaching: Teaching) -> Mapping[str, float]:
    """Return what each grade cell of the released notebook is worth."""
    return {
        grade_id(cell): cell["metadata"]["nbgrader"]["points"]
        for cell in cells_of(teaching.made.root / "release" / "forward" / f"{NOTEBOOK}.ipynb")
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def opened(tab: Tab, address: str) -> "Page":
    page = tab.open(address)
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
    # Without a kernel "run all" asks which one is meant; it is idle before it is there, too.
    expect(page.locator(".jp-KernelName")).to_contain_text("Python 3")
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible()
    return page


def run_all(page: "Page") -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()


def grade_cell(page: "Page", name: str) -> "Locator":
    line = f'nudge_notebook.grade("{name}")'
    return page.locator(".jp-CodeCell").filter(
        has=page.locator(".cm-content").get_by_text(line, exact=True)
    )


def said(page: "Page", name: str) -> "Locator":
    return grade_cell(page, name).locator(".jp-OutputArea-output")


def write(page: "Page", function: str, line: str) -> None:
    """Replace a stub's line by hand: click it, select it, type."""
    stub = page.locator(".jp-CodeCell .cm-line").filter(
        has_text=f'raise NotImplementedError("e04 {function}: replace this line")'
    )
    stub.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(line)


@pytest.mark.parametrize("place", ["notebooks", "lab/tree"])
def test_a_stub_filled_in_turns_its_grade_cells_right(
    tab: Tab, teaching: Teaching, tmp_path: Path, place: str
) -> None:
    folder = shutil.copytree(teaching.desk / "forward", teaching.desk / tmp_path.name)
    path = folder / f"{NOTEBOOK}.ipynb"
    worth = points(teaching)
    assert set(worth) == {f"e04_{function}" for function in ANSWERS}
    page = opened(tab, f"/{place}/desk/{folder.name}/{NOTEBOOK}.ipynb")

    run_all(page)
    for name in worth:
        shown = said(page, name)
        expect(shown.first).to_contain_text(f"{name.replace('_', ' ', 1)} is not written yet")
        expect(shown.last).to_have_text("0.0")

    for function, line in ANSWERS.items():
        write(page, function, line)
    run_all(page)
    for name, possible in worth.items():
        shown = said(page, name)
        expect(shown.first).to_contain_text(f"{possible:.4g} of {possible:.4g} points")
        expect(shown.first).not_to_contain_text("wrong")
        expect(shown.last).to_have_text(str(possible))

    for kind in ("stderr", "error"):
        assert page.locator(f"[data-mime-type='application/vnd.jupyter.{kind}']").count() == 0

    picture = page.locator(".jp-OutputArea-output img")
    expect(picture).to_have_count(1)
    page.wait_for_function(
        "image => image.complete && image.naturalWidth > 200", arg=picture.element_handle()
    )

    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and path.name in answer.url
    ) as saved:
        page.keyboard.press("Control+s")
    assert saved.value.ok
    text = "".join(cell["source"] for cell in cells_of(path))
    assert all(line in text for line in ANSWERS.values())
    assert tab.strangers == []
