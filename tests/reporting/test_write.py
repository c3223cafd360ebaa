import stat
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.reporting import read_gradebook, write_reports
from autograder.reporting.pages import Pages
from tests.reporting.example_gradebook import gradebook, graded, refused, ungraded


def test_every_report_is_where_it_says(tmp_path: Path) -> None:
    reports = write_reports(gradebook(graded("ada"), refused("bob")), tmp_path / "new" / "out")
    out = tmp_path / "new" / "out"
    written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert written == {
        "gradebook.csv",
        "gradebook.json",
        "index.html",
        "analysis.html",
        "analysis.json",
        "feedback/ada.html",
        "feedback/bob.html",
    }
    assert reports.feedback == {
        "ada": out / "feedback" / "ada.html",
        "bob": out / "feedback" / "bob.html",
    }
    assert reports.csv.is_file()
    assert reports.index.is_file()
    assert reports.analysis.is_file()
    assert reports.analysis_json.is_file()


def test_the_same_gradebook_writes_the_same_bytes(tmp_path: Path) -> None:
    book = gradebook(graded("ada"), ungraded("eve"))
    first = write_reports(book, tmp_path / "a")
    second = write_reports(read_gradebook(first.json), tmp_path / "b")
    for one, other in ((first.csv, second.csv), (first.json, second.json)):
        assert one.read_bytes() == other.read_bytes()
    assert first.index.read_bytes() == second.index.read_bytes()
    assert first.feedback["ada"].read_bytes() == second.feedback["ada"].read_bytes()


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_reports(gradebook(graded("ada")), tmp_path)
    write_reports(gradebook(graded("bob")), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_report_that_fails_leaves_the_earlier_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(gradebook(graded("ada")), tmp_path)
    before = reports.feedback["ada"].read_bytes()
    monkeypatch.setattr(Pages, "feedback_page", lambda *_: "half a page \ud800")
    with pytest.raises(UnicodeEncodeError):
        write_reports(gradebook(graded("ada")), tmp_path)
    assert reports.feedback["ada"].read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    reports = write_reports(gradebook(graded("ada")), tmp_path)
    plain = tmp_path / "plain"
    plain.touch()
    assert stat.S_IMODE(reports.csv.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_two_submissions_of_one_name_keep_their_own_pages(tmp_path: Path) -> None:
    reports = write_reports(gradebook(graded("ada"), refused("ada"), graded("ada (2)")), tmp_path)
    assert list(reports.feedback) == ["ada", "ada (3)", "ada (2)"]
    assert len(set(reports.feedback.values())) == 3


def test_hostile_names_stay_inside_the_folder(tmp_path: Path) -> None:
    names = ["../../x", "/etc/x", "-rf", "CON", "a\nb", "Ada", "ada", "\ud800", ""]
    reports = write_reports(gradebook(*(graded(name) for name in names)), tmp_path / "out")
    folder = tmp_path / "out" / "feedback"
    assert {path.parent for path in reports.feedback.values()} == {folder}
    assert len(list(folder.iterdir())) == len(names)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "gradebook.csv").mkdir()
    with pytest.raises(UserError, match=r"gradebook\.csv cannot be written .* same command again"):
        write_reports(gradebook(graded("ada")), tmp_path)
