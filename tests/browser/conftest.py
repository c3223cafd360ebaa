"""A real browser; a class that nbgrader and Nudge graded, served by Jupyter; reports of Nudge."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course import Course
from autograder.isolation import NotIsolated, layer_report
from tests.browser.jupyter_server import jupyter_server
from tests.browser.tab import PATIENCE, Tab, opened_tab
from tests.packaging.nbgrader.commands import NUDGE_LINE, NudgeCourse
from tests.student_folder import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",  # a root user's chromium has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NO_BIAS = "    return np.asarray(W, dtype=np.float64) @ a"
_LAYER = "    return sigmoid(pre_activation(W, b, a))"


@dataclass(frozen=True)
class Teaching:
    """A served folder: the instructor's course, and a student's own copy of a release.

    Attributes
    ----------
    address : str
        The server's.
    made : NudgeCourse
        The course and nbgrader's commands in it.
    desk : Path
        Where the student's copies are, beside the course and not in it.
    """

    address: str
    made: NudgeCourse
    desk: Path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what was seen when a test failed, and say where."""
    report = yield
    fixtures: dict[str, Any] = getattr(item, "funcargs", {})
    tab = fixtures.get("tab")
    if report.when == "call" and report.failed and isinstance(tab, Tab):
        path = fixtures["tmp_path"] / "failed.png"
        try:
            tab.screenshot(path)
            told = str(path)
        except Exception as error:  # the browser may be what failed
            told = f"none: {error}"
        report.sections.append(("screenshot", told))
        report.sections.append(("the page's own errors", "\n".join(tab.errors)))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return a chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="run make test-browser")
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("there is no chromium; run make test-browser as root, or install it")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=found, args=list(_QUIET), headless=True)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: "Browser", request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tab]:
    """Return a tab of a fresh profile; of the Jupyter server, if the test asks for one."""
    names = request.fixturenames
    address = request.getfixturevalue("teaching").address if "teaching" in names else ""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield opened_tab(context, address)


@pytest.fixture(scope="session")
def teaching(
    browser: "Browser", course: Course, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Teaching]:
    """Return a class graded in both of Nudge's ways, under a running Jupyter."""
    pytest.importorskip("nbgrader", reason="run make test-browser")
    _skip_if_not_isolated()
    from autograder.packaging.notebook.course_folder import write_nbgrader_course  # noqa: PLC0415

    root = tmp_path_factory.mktemp("served")
    made = NudgeCourse(root / "course", tmp_path_factory.mktemp("home"))
    write_nbgrader_course(course, made.root)
    for unit in ("forward", "practice"):
        made.nbgrader("generate_assignment", unit)
    shutil.copytree(made.root / "release" / "forward", root / "desk" / "forward")
    _graded_and_exported(made, course, tmp_path_factory.mktemp("out"))
    _autograded(made)
    made.nbgrader("generate_feedback", "forward")
    with jupyter_server(root, made.root, made.home) as address:
        yield Teaching(address, made, root / "desk")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reports on a few students of the example class, with solutions revealed."""
    _skip_if_not_isolated()
    folder = tmp_path_factory.mktemp("reported")
    for name in ("amara", "hiroshi", "yuki"):
        shutil.copytree(ROOT / "examples" / "class" / name, folder / "class" / name)
    shutil.copy(ROOT / "examples" / "class" / "sofia.zip", folder / "class")
    _nudge("grade", "class", "--out", "out", "--course", ROOT, "--reveal", cwd=folder)
    return folder / "out"


def _skip_if_not_isolated() -> None:
    try:
        layer_report("strict")
    except NotIsolated as reason:
        pytest.skip(str(reason))


def _graded_and_exported(made: NudgeCourse, course: Course, out: Path) -> None:
    made.student("dee", "e16_debug", "e17_regression", unit="practice").solve("e16", "e17")
    _nudge("grade", "submitted", "--out", out, "--course", course.root, cwd=made.root)
    _nudge("export", "nbgrader", "--course", ".", "--out", out, cwd=made.root)


def _autograded(made: NudgeCourse) -> None:
    made.configure(NUDGE_LINE)
    some = ("e04_sigmoid", "e07_dense")
    made.student("ada", *some).solve()
    made.student("cy", *some)
    bo = made.student("bo", *some).solve("e04")
    bo.put("e07_pre_activation_answer", _NO_BIAS).put("e07_dense_forward_answer", _LAYER)
    made.nbgrader("autograde", "forward")
    made.student("eve", *some).solve("e04")  # after the others: nobody graded this yet


def _nudge(*words: object, cwd: Path) -> None:
    command = [sys.executable, "-m", "autograder.cli.main", *map(str, words)]
    if words[0] == "grade":
        command += ["--jobs", "2", "--seed", "tests"]
    ended = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
