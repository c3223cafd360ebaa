"""The handout's own promise, kept literally: three packages, any supported Python, no Nudge."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.packaging.handout import write_handout

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")

pytestmark = pytest.mark.slow


def interpreter(version: str) -> str:
    """Return a Python of that version, or skip where this machine has none."""
    places = [shutil.which(f"python{version}")]
    places += sorted(map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python")))
    for place in filter(None, places):
        asked = subprocess.run(
            [place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip() == version:
            return place
    pytest.skip(f"there is no Python {version} on this machine")


@pytest.fixture(scope="module", params=VERSIONS)
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a new environment with the three packages alone."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([interpreter(request.param), "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    packages = ["numpy", "pytest", "matplotlib"]
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


@pytest.fixture
def handout(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "handout"
    write_handout(load_course(ROOT), folder)
    yield folder


def run_pytest(python: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [str(python.parent / "pytest")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_fresh_handout_is_all_to_write(python: Path, handout: Path) -> None:
    ended = run_pytest(python, handout)
    assert ended.returncode == 1
    assert "to write" in ended.stdout
    assert "failed" not in ended.stdout


def test_correct_answers_pass_every_check(python: Path, handout: Path) -> None:
    for path in (ROOT / "solutions").glob("e*.py"):
        shutil.copy(path, handout / "exercises")
    ended = run_pytest(python, handout)
    assert ended.returncode == 0, ended.stdout
    assert "every check here passes" in ended.stdout
    assert "warning" not in ended.stdout.lower()


def test_a_picture_of_digits_can_be_drawn(python: Path, handout: Path) -> None:
    code = (
        "import matplotlib; matplotlib.use('Agg')\n"
        "import matplotlib.pyplot as plt, datasets\n"
        "digits = datasets.load()\n"
        "plt.imshow(digits.test_images[0]); plt.savefig('digit.png')\n"
    )
    subprocess.run([str(python), "-c", code], cwd=handout, check=True, capture_output=True)
    assert (handout / "digit.png").stat().st_size > 1000


def test_three_packages_draw_a_picture(python: Path, handout: Path) -> None:
    done = subprocess.run(
        [str(python), "-m", "autograder.pictures", "e04"],
        cwd=handout,
        env={"PATH": os.environ["PATH"], "HOME": str(handout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "sigmoid is not written yet" in done.stdout
    assert (handout / "out" / "e04.png").read_bytes().startswith(b"\x89PNG")
