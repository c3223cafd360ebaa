"""The whole bank in one batch with an honest class, whose marks come out unchanged."""

import csv
import json
import shutil
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from autograder.grading.results import Gradebook, SubmissionResult, SubmissionStatus
from autograder.grading.visible import visible_block
from autograder.reporting.terminal import class_table, misconception_list
from autograder.reporting.write import Reports, write_reports
from tests.attacks.intake_bank import intake_attacks
from tests.attacks.losses import kept
from tests.attacks.parts import is_there
from tests.attacks.registry import ROOT, Attack, attacks
from tests.attacks.rig import Rig, student_sees
from tests.without_store import grade_folder, points_of

CLASS = ROOT / "examples" / "class"


def points(results: Iterable[SubmissionResult]) -> dict[str, object]:
    """Return each student's standing, and every check's state and points, unrounded."""
    return {
        result.student: (
            result.status,
            [
                (check.exercise, check.check, check.outcome.status, check.points)
                for exercise in result.exercises
                for check in exercise.checks
            ],
        )
        for result in results
    }


def hand_in(folder: Path, rig: Rig, bank: Iterable[Attack]) -> None:
    for attack in bank:
        if not (attack.awaits and not is_there(attack.awaits)):
            attack.write(folder, rig.canaries.places)


def graded(rig: Rig, folder: Path, jobs: int) -> Gradebook:
    # Where anybody attacks; those that train networks take minutes, and are tried one by one.
    attacked = {attack.exercise for attack in (*attacks(), *intake_attacks())}
    wanted = [
        exercise
        for exercise in rig.course.exercises
        if exercise.id in attacked and exercise.unit != "practice"
    ]
    with rig.patient() as course:
        return grade_folder(course, wanted, folder, seed=rig.seed, jobs=jobs)


@pytest.fixture(scope="module")
def honest(rig: Rig) -> dict[str, object]:
    """Return what the class has when nobody attacks."""
    return points(graded(rig, CLASS, jobs=1).results)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 4])
def test_the_whole_bank_in_one_batch_changes_no_honest_mark(
    rig: Rig, honest: dict[str, object], jobs: int, tmp_path: Path
) -> None:
    folder = tmp_path / "handed-in"
    shutil.copytree(CLASS, folder)
    bank = (*attacks(), *intake_attacks())
    hand_in(folder, rig, bank)

    gradebook = graded(rig, folder, jobs)
    reports = write_reports(gradebook, tmp_path / "out")

    results = {result.student: result for result in gradebook.results}
    faults = [result for result in gradebook.results if result.status is SubmissionStatus.UNGRADED]
    assert faults == []
    assert points(results[student] for student in honest) == honest
    # Names that are attacks themselves may have been spelled out.
    named = [attack for attack in bank if not attack.entry and attack.student in results]
    assert len(named) > 0.9 * len(bank)
    for attack in named:
        # On a busy machine an attack on the time may lose more of its own points.
        points_there = points_of(results[attack.student], attack.exercise) or 0.0
        assert points_there <= kept(rig.course, attack)[1], attack.id
    for path in tmp_path.joinpath("out").rglob("*"):
        if path.is_file():
            assert rig.canaries.token.encode() not in path.read_bytes()
    assert list(rig.canaries.harmed()) == []
    assert list(rig.left_behind()) == []
    assert_reports_are_whole(gradebook, reports)


def test_poisoned_names_and_messages_leave_the_reports_whole(rig: Rig, tmp_path: Path) -> None:
    bank = [attack for attack in attacks() if attack.family == "poison"]
    hand_in(tmp_path / "handed-in", rig, bank)
    results = rig.grade(tmp_path / "handed-in", ("e10_parameters",))
    gradebook = rig.gradebook(*results)
    reports = write_reports(gradebook, tmp_path / "out")
    assert len(reports.feedback) == len(bank)
    assert_reports_are_whole(gradebook, reports)


def test_a_token_that_a_student_is_given_is_found_wherever_it_is_told(
    rig: Rig, tmp_path: Path
) -> None:
    """The search itself works, or no other test here would mean anything."""
    for place, body in {
        "printed": "print(TOKEN); return -1",
        "raised": "raise ValueError(TOKEN)",
        "returned": "return TOKEN",
        "complained": "import sys; sys.stderr.write(TOKEN); return -1",
    }.items():
        source = f"TOKEN = {rig.canaries.token!r}\ndef theta_size(n_previous, n_this): {body}\n"
        attack = Attack("steal", place, "", "", "", (), source=source)
        result = rig.attacked(attack, tmp_path / place)
        seen = student_sees(rig.gradebook(result), result)
        assert list(rig.leaked(result, seen)) == ["the canary's token"], place


def test_a_canary_tells_when_it_is_reached(rig: Rig) -> None:
    canaries = rig.canaries
    path = Path(canaries.places["canary"])
    for act in (
        lambda: path.chmod(0o600),
        lambda: path.with_name("note").write_text(""),
        lambda: path.with_name("note").unlink(),
    ):
        act()
        assert list(canaries.harmed()) != []
        assert list(canaries.harmed()) == []


def assert_reports_are_whole(gradebook: Gradebook, reports: Reports) -> None:
    for page in (reports.index, *reports.feedback.values()):
        assert_page_is_whole(page)
    with reports.csv.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + len(gradebook.results)
    assert {len(row) for row in rows} == {2 + len(gradebook.exercises)}
    assert not [row[0] for row in rows if row[0].lstrip().startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert_no_unseen_letters("".join("".join(row) for row in rows))
    whole = json.loads(reports.json.read_text(encoding="utf-8"), parse_constant=refuse)
    assert len(whole["submissions"]) == len(gradebook.results)
    console = Console(width=100, force_terminal=True, color_system=None, record=True)
    with console.capture() as capture:
        console.print(class_table(gradebook))
        console.print(misconception_list(gradebook))
    assert_no_unseen_letters(capture.get())
    assert "]8;" not in capture.get()


class _Page(HTMLParser):
    """Collects what a page would do in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        leads_away = tag == "meta" and (dict(attrs).get("http-equiv") or "").lower() == "refresh"
        if leads_away or tag in ("script", "iframe", "object", "embed", "base", "form"):
            self.acts.append(f"<{tag} {attrs}>")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.acts.append(f"{tag}.{name} = {value}")
            if name in ("src", "href") and (value or "").startswith(("http", "//", "file:")):
                self.acts.append(f"{tag}.{name} = {value}")


def assert_page_is_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert page.acts == []
    assert_no_unseen_letters(text)
    assert text.rstrip().endswith("</html>")


def assert_no_unseen_letters(text: str) -> None:
    assert [line for line in text.splitlines() if visible_block(line) != line] == []


def refuse(constant: str) -> NoReturn:
    raise AssertionError(constant)
