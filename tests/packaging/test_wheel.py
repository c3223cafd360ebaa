"""The built wheel, installed into a bare environment, beside a course that has only its own."""

import json
import shutil
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.student_folder import ROOT, Run, run

pytestmark = pytest.mark.slow

COURSE = (
    *("solutions", "exercises", "datasets", "tests/alternatives"),
    *("autograder/checks", "autograder/misconceptions"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", str(ROOT))
    done = run(*command, "--wheel-dir", str(place), cwd=place)
    assert done.code == 0, done.text
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(place, with_pip=True)
    done = run(str(place / "bin/python"), "-m", "pip", "install", "--quiet", str(wheel), cwd=place)
    assert done.code == 0, done.text
    # Somebody else's, as on most machines where people learn this.
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "datasets").mkdir()
    (packages / "datasets/__init__.py").write_text("NOT_OURS = True\n", encoding="utf-8")
    return place / "bin"


@pytest.fixture(scope="module")
def own_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course's own folder: no engine in it, and no `autograder/__init__.py`."""
    root = tmp_path_factory.mktemp("own") / "course"
    for folder in COURSE:
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, root / folder, ignore=skip)
    shutil.copyfile(ROOT / "course.toml", root / "course.toml")
    return root


@pytest.fixture
def nudge(bin_folder: Path, own_course: Path) -> "Nudge":
    return Nudge(bin_folder, own_course)


class Nudge:
    """Runs the installed command in the course's folder."""

    def __init__(self, bin_folder: Path, root: Path) -> None:
        self.python = str(bin_folder / "python")
        self.root = root
        self._program = str(bin_folder / "nudge")

    def __call__(self, *arguments: object) -> Run:
        done = run(self._program, *map(str, arguments), cwd=self.root)
        assert done.code == 0, done.text
        return done


def test_it_brings_one_package_and_nothing_of_the_course(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"autograder"}
    assert not [name for name in names if "/checks/" in name or "/misconceptions/" in name]
    for name in ("reporting/templates/index.html.j2", "reporting/templates/style.css"):
        assert f"autograder/{name}" in names
    assert "autograder/packaging/handout_files/README.md" in names
    assert "autograder/packaging/notebook/files/nudge_notebook.py" in names


def test_it_lists_its_commands(nudge: Nudge) -> None:
    assert "grade" in nudge("--help").text


def test_it_tries_the_layers_without_a_course(nudge: Nudge, tmp_path: Path) -> None:
    done = run(str(Path(nudge.python).with_name("nudge")), "doctor", "--json", cwd=tmp_path)
    assert done.code == 0, done.text
    assert json.loads(done.text)["strict"]


def test_python_in_the_course_imports_the_installed_engine(nudge: Nudge) -> None:
    code = "import autograder; print(autograder.__file__)"
    done = run(nudge.python, "-c", code, cwd=nudge.root)
    assert done.text.strip().endswith("site-packages/autograder/__init__.py")


def test_it_finds_the_courses_digits_and_stubs(nudge: Nudge) -> None:
    assert "embedded" in nudge("data", "info").text
    nudge("stubs", "--check")
    nudge("selftest", "--only", "e18", "--seeds", "1")
    nudge("show", "e04", "--out", nudge.root / "out" / "e04.png")


def test_it_grades_a_class(nudge: Nudge, tmp_path: Path) -> None:
    out = tmp_path / "out"
    nudge("grade", ROOT / "examples/class", "--only", "e04", "--out", out, "--jobs", "2")
    class_json = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))["class"]
    assert (class_json["graded"], class_json["refused"], class_json["ungraded"]) == (23, 1, 0)
    assert "Nudge" in (out / "index.html").read_text(encoding="utf-8")


def test_it_grades_what_uses_the_digits(nudge: Nudge, tmp_path: Path) -> None:
    handed_in = tmp_path / "in" / "ada"
    shutil.copytree(ROOT / "solutions", handed_in)
    out = tmp_path / "out"
    nudge("grade", tmp_path / "in", "--only", "e18", "--out", out, "--jobs", "1")
    (one,) = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))["submissions"]
    assert one["total"] == one["possible"]


def test_its_handout_is_whole_and_checks_itself(nudge: Nudge, tmp_path: Path) -> None:
    folder = tmp_path / "handout"
    nudge("handout", folder)
    assert (folder / "LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text()
    done = run(nudge.python, "-m", "pytest", "-k", "e02", cwd=folder)
    assert "T" in done.text.splitlines()[0]
    shutil.copyfile(ROOT / "solutions/e02_shapes.py", folder / "exercises/e02_shapes.py")
    assert run(nudge.python, "-m", "pytest", "-k", "e02", cwd=folder).code == 0
