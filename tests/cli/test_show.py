"""`nudge show`, and what a handout has in its place."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread
from PIL import Image

from autograder.pictures import Picture, available
from tests.cli.conftest import Nudge
from tests.student_folder import ROOT, Run, StudentFolder, run

SOLUTIONS = ROOT / "solutions"
E04_NOTES = [f"{name} is not written yet" for name in ("sigmoid", "sigmoid_prime", "logit")]


def _is_png(path: Path) -> bool:
    return path.read_bytes().startswith(b"\x89PNG")


def test_without_an_exercise_it_lists_the_pictures(nudge: Nudge) -> None:
    done = nudge("show", "--course", ROOT)
    assert done.exit_code == 0
    assert [row.split()[0] for row in done.output.splitlines()] == list(available())


def test_it_draws_the_courses_own_exercises_into_out(
    nudge: Nudge, folder: StudentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.root / "exercises")
    done = nudge("show", "e04")
    assert done.exit_code == 0
    place = Path("out") / "e04.png"
    assert done.output.splitlines() == [str(place), *(f"  e04: {note}" for note in E04_NOTES)]
    assert _is_png(place)
    assert plt.get_fignums() == []


def test_a_solved_exercise_has_no_note(nudge: Nudge, tmp_path: Path) -> None:
    out = tmp_path / "mine.png"
    done = nudge("show", "e04_sigmoid", "--from", SOLUTIONS, "--out", out, "--course", ROOT)
    assert (done.exit_code, done.output) == (0, f"{out}\n")
    assert _is_png(out)


def test_several_are_drawn_in_the_order_of_the_course(nudge: Nudge, tmp_path: Path) -> None:
    done = nudge("show", "e12", "e04", "--from", SOLUTIONS, "--out", tmp_path, "--course", ROOT)
    assert done.output.splitlines() == [str(tmp_path / "e04.png"), str(tmp_path / "e12.png")]


@pytest.mark.parametrize("name", ["amara", "nandini.zip", "oksana", "pablo_e07_dense.py"])
def test_a_submission_of_any_shape_is_drawn(nudge: Nudge, tmp_path: Path, name: str) -> None:
    student = ROOT / "examples" / "class" / name
    done = nudge("show", "e04", "--from", student, "--out", tmp_path, "--course", ROOT)
    assert done.exit_code == 0
    assert _is_png(tmp_path / "e04.png")


def test_a_handout_is_drawn_from_anywhere(
    nudge: Nudge, folder: StudentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = nudge("show", "e04", "--from", folder.root)
    assert done.exit_code == 0
    assert _is_png(tmp_path / "out" / "e04.png")


def test_a_single_module_brings_the_modules_it_builds_on(nudge: Nudge, tmp_path: Path) -> None:
    for name in ("e04_sigmoid", "e06_neuron"):
        shutil.copyfile(SOLUTIONS / f"{name}.py", tmp_path / f"{name}.py")
    asked = ("show", "e06", "--from", tmp_path / "e06_neuron.py", "--out", tmp_path)
    assert nudge(*asked, "--course", ROOT).output == f"{tmp_path / 'e06.png'}\n"
    (tmp_path / "e04_sigmoid.py").unlink()
    done = nudge(*asked, "--course", ROOT)
    assert done.exit_code == 0
    assert "e04_sigmoid" in done.output


def test_json_says_which_file_and_what_is_missing(nudge: Nudge, tmp_path: Path) -> None:
    done = nudge("show", "e04", "--json", "--out", tmp_path / "a.png", "--course", ROOT)
    (row,) = json.loads(done.stdout)
    assert row["exercise"] == "e04_sigmoid"
    assert row["file"] == str(tmp_path / "a.png")
    assert row["notes"] == E04_NOTES


def test_a_sheet_holds_them_all(nudge: Nudge, tmp_path: Path) -> None:
    sheet = tmp_path / "new" / "sheet.png"
    names = ("e04", "e05", "e13")
    done = nudge("show", *names, "--from", SOLUTIONS, "--sheet", sheet, "--course", ROOT)
    assert (done.exit_code, done.output) == (0, f"{sheet}\n")
    pixels = imread(sheet)
    assert pixels.shape[1] > 1500
    # Something is drawn at the left, at the right and at the bottom.
    height, width = pixels.shape[:2]
    parts = (pixels[: height // 3, : width // 2], pixels[: height // 3, width // 2 :])
    assert all(part.min() < 0.5 for part in (*parts, pixels[height // 2 :]))


def _patches(sheet: Path) -> np.ndarray:
    """Return the mean of every patch of a sheet, which letters drawn a little otherwise keep.

    Without e18, below the others: which digits a network takes for others is a matter of rounding.
    """
    above_e18, side = 1428, 42
    pixels = imread(sheet)[:above_e18, :, :3]
    pixels = pixels[:, : pixels.shape[1] // side * side]
    patches: np.ndarray = pixels.reshape(above_e18 // side, side, -1, side, 3)
    return np.asarray(patches.mean(axis=(1, 3, 4)))


def _made_with(sheet: Path) -> str:
    with Image.open(sheet) as opened:
        return str(opened.info["Software"])


def test_the_sheet_in_the_documentation_is_of_today(nudge: Nudge, tmp_path: Path) -> None:
    sheet, kept = tmp_path / "sheet.png", ROOT / "docs" / "images" / "pictures.png"
    nudge("show", "all", "--from", SOLUTIONS, "--sheet", sheet, "--course", ROOT)
    assert imread(sheet).shape == imread(kept).shape
    if _made_with(sheet) != _made_with(kept):
        pytest.skip(f"{_made_with(sheet)} draws letters otherwise than {_made_with(kept)}")
    assert np.abs(_patches(sheet) - _patches(kept)).max() < 0.05


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["e99"], "there is no picture 'e99'; there are e04_sigmoid, "),
        (["e07"], "there is no picture 'e07'"),
        (["e04", "--from", "nowhere"], "there is no nowhere; say whose functions to draw"),
        (["e04", "--from", "."], "has no exercise in it"),
        (["e04", "--out", "a.pdf"], "a.pdf is not a PNG; give a file.png or a folder"),
        (["e04", "e05", "--out", "a.png"], "2 pictures do not fit into a.png; give a folder"),
        (["e04", "--out", "a", "--sheet", "b.png"], "leave --out or --sheet out"),
        (["e04", "--window"], "there is no window here; leave --window out"),
    ],
)
def test_a_users_mistake_is_one_message(
    nudge: Nudge,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = nudge("show", *arguments, "--course", ROOT)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []
    assert plt.get_fignums() == []


def test_outside_a_course_it_says_so(
    nudge: Nudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = nudge("show", "e04")
    assert done.exit_code == 2
    assert "no course.toml" in done.stderr


def test_a_course_without_exercises_says_what_to_do(
    nudge: Nudge, folder: StudentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder.root / "exercises")
    monkeypatch.chdir(folder.root)
    done = nudge("show", "e04")
    assert done.exit_code == 2
    assert "say whose functions to draw with --from FOLDER" in done.stderr


class _Screen(FigureCanvasAgg):
    """A canvas that claims to be a window's."""

    required_interactive_framework = "tk"


def test_a_window_opens_for_each_picture_which_is_saved_too(
    nudge: Nudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Figure] = []
    shown: list[int] = []

    def figure(FigureClass: type[Figure] = Figure, **settings: Any) -> Figure:
        made.append(FigureClass(**settings))
        _Screen(made[-1])
        return made[-1]

    monkeypatch.setattr(plt, "figure", figure)
    monkeypatch.setattr(plt, "show", lambda: shown.append(len(made)))
    done = nudge("show", "e04", "e13", "--window", "--out", tmp_path, "--course", ROOT)
    assert done.exit_code == 0
    assert [type(one) for one in made] == [Figure, Picture, Picture]
    assert shown == [3]
    assert all(isinstance(one.canvas, _Screen) for one in made)
    assert _is_png(tmp_path / "e04.png")
    assert _is_png(tmp_path / "e13.png")


def test_a_picture_that_takes_too_long_is_a_note(
    nudge: Nudge, copy_course: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("autograder.pictures.e04_sigmoid.draw", draw)
    root = copy_course()
    manifest = (root / "course.toml").read_text(encoding="utf-8")
    limits = "[limits]\njudging_seconds = 4.0"
    (root / "course.toml").write_text(manifest.replace("[limits]", limits), encoding="utf-8")
    done = nudge("show", "e04", "e12", "--from", SOLUTIONS, "--out", tmp_path, "--course", root)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        str(tmp_path / "e04.png"),
        "  e04: drawing this took more than 4 s of computing",
        str(tmp_path / "e12.png"),
    ]
    assert _is_png(tmp_path / "e04.png")
    assert _is_png(tmp_path / "e12.png")


# In a handout


def _pictures(folder: StudentFolder, *arguments: str) -> Run:
    return run(sys.executable, "-m", "autograder.pictures", *arguments, cwd=folder.root)


def test_a_handout_has_the_pictures_of_its_exercises_alone(folder: StudentFolder) -> None:
    done = _pictures(folder)
    carried = {path.stem for path in (folder.root / "exercises").glob("e*.py")}
    assert done.code == 0
    listed = [row.split()[0] for row in done.text.splitlines()]
    assert listed == [exercise for exercise in available() if exercise in carried]


def test_a_handout_draws_its_stubs_with_notes(folder: StudentFolder) -> None:
    done = _pictures(folder, "e04")
    assert done.code == 0
    assert done.text.splitlines()[1:] == [f"  e04: {note}" for note in E04_NOTES]
    assert _is_png(folder.root / "out" / "e04.png")


def test_a_handout_draws_what_a_student_wrote(folder: StudentFolder) -> None:
    done = _pictures(folder.solve(), "all", "--out", "drawn")
    assert done.code == 0
    assert "not written" not in done.text
    assert all(_is_png(folder.root / path) for path in done.text.splitlines())


def test_a_handout_needs_none_of_the_kits_other_packages(folder: StudentFolder) -> None:
    code = (
        "import runpy, sys\n"
        "for name in ('click', 'rich', 'jinja2', 'platformdirs', 'pooch', 'pytest', 'msgpack'):\n"
        "    sys.modules[name] = None\n"
        "sys.argv = ['pictures', 'e04']\n"
        "runpy.run_module('autograder.pictures', run_name='__main__')\n"
    )
    done = run(sys.executable, "-c", code, cwd=folder.root)
    assert done.code == 0, done.text
    assert _is_png(folder.root / "out" / "e04.png")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["e99"], "pictures: there is no picture 'e99'; there are e04_sigmoid"),
        (["e04", "--out", "a.txt"], "pictures: a.txt is not a PNG"),
    ],
)
def test_in_a_handout_a_mistake_is_one_message_too(
    folder: StudentFolder, arguments: list[str], message: str
) -> None:
    done = _pictures(folder, *arguments)
    assert done.code == 2
    assert done.text.startswith(message)
    assert "Traceback" not in done.text


def test_drawing_does_not_ask_for_a_display() -> None:
    code = (
        "import sys\nfrom autograder import pictures\n"
        "pictures.draw('e04', {}).png()\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout == "False\n"
