"""The handout: whole, repeatable, and without a trace of what a student must not have."""

import ast
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import KitFault
from autograder.course import Course, UserError, load_course
from autograder.packaging.handout import write_handout
from autograder.packaging.stubs import solution_lines
from autograder.reference.hidden import without_hidden
from autograder.reference.sources import Sources
from tests.packaging.leaks import (
    MARKERS,
    SHORTEST_TELLING_LINE,
    everything,
    hidden_names,
    normal,
    secret_lines,
)


@pytest.fixture(scope="module")
def secrets(course: Course) -> frozenset[str]:
    return secret_lines(course)


@pytest.fixture(scope="module")
def hidden(course: Course) -> frozenset[str]:
    return hidden_names(course)


@pytest.fixture(scope="module")
def archive(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_handout(course, tmp_path_factory.mktemp("zip") / "handout", as_zip=True)


@pytest.fixture(scope="module", params=["folder", "zip"])
def contents(
    request: pytest.FixtureRequest, fresh_handout: Path, archive: Path
) -> dict[str, bytes]:
    """Return every file of the handout, in both of its forms."""
    return dict(everything(fresh_handout if request.param == "folder" else archive))


def test_there_are_lines_and_names_to_look_for(
    secrets: frozenset[str], hidden: frozenset[str]
) -> None:
    assert len(secrets) > 30
    assert len(hidden) > 20


def test_no_line_of_a_solution_is_in_it(
    contents: dict[str, bytes], secrets: frozenset[str]
) -> None:
    texts = {name: normal(data.decode("utf-8", "replace")) for name, data in contents.items()}
    assert [(n, line) for n, text in texts.items() for line in secrets if line in text] == []


def test_no_hidden_check_is_named_in_it(contents: dict[str, bytes], hidden: frozenset[str]) -> None:
    found = [
        (place, name)
        for place, data in contents.items()
        for name in hidden
        if re.search(rb"\b" + name.encode() + rb"\b", data)
    ]
    assert found == []


def test_no_picture_holds_a_line_of_any_solution(course: Course) -> None:
    secret: set[str] = set()
    public: set[str] = set()
    for exercise in course.written:
        secret |= solution_lines(course.solution(exercise).read_text(encoding="utf-8"))
        public |= set(map(normal, course.stub(exercise).read_text("utf-8").splitlines()))
        public |= set(map(normal, without_hidden(course.checks(exercise)).splitlines()))
    telling = {line for line in secret - public if len(line) >= SHORTEST_TELLING_LINE}
    pictures = (course.root / "autograder" / "pictures").glob("*.py")
    texts = {path.name: normal(path.read_text(encoding="utf-8")) for path in pictures}
    assert [(n, line) for n, text in texts.items() for line in telling if line in text] == []


@pytest.mark.parametrize("marker", MARKERS)
def test_no_marker_is_in_it(contents: dict[str, bytes], marker: str) -> None:
    assert [name for name, data in contents.items() if marker.encode() in data] == []


@pytest.mark.parametrize(
    "name",
    [
        "sources.py",
        "hidden.py",
        "prepare_embedded.py",
        "solutions",
        "misconceptions",
        "__pycache__",
    ],
)
def test_nothing_of_the_reference_side_is_in_it(contents: dict[str, bytes], name: str) -> None:
    assert [place for place in contents if name in Path(place).parts] == []


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "LICENSE-digits.txt", "course.toml"])
def test_it_has_the_files_that_a_student_reads(contents: dict[str, bytes], name: str) -> None:
    assert any(Path(place).name == name for place in contents)


def test_its_manifest_loads(fresh_handout: Path, course: Course) -> None:
    assert load_course(fresh_handout).written == course.exercises


def test_no_draft_is_in_it(contents: dict[str, bytes], course: Course) -> None:
    names = [draft.id.encode() for draft in course.drafts]
    assert [place for place, data in contents.items() if any(name in data for name in names)] == []


def test_its_readme_lists_every_exercise(fresh_handout: Path, course: Course) -> None:
    text = (fresh_handout / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{exercise.id}` | {exercise.title} |" in text for exercise in course.exercises)


def test_its_readme_has_no_gap_left_to_fill(fresh_handout: Path) -> None:
    assert "$" not in (fresh_handout / "README.md").read_text(encoding="utf-8")


def test_it_has_every_public_check(fresh_handout: Path, course: Course) -> None:
    known = {name for item in course.exercises for name in Sources(course).checks(item)}
    text = "".join(
        path.read_text("utf-8") for path in (fresh_handout / "autograder/checks").glob("*.py")
    )
    found = set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))
    assert found < known


OWN = {"autograder", "datasets", "exercises"}
WANTED = {"numpy", "pytest", "matplotlib"} | OWN


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each top-level package that a file imports, and whether it does so in a function."""
    tree = ast.parse(path.read_bytes())
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        yield from ((name.partition(".")[0], node in inside) for name in names)


def test_it_imports_numpy_pytest_and_matplotlib_alone(fresh_handout: Path) -> None:
    allowed = WANTED | sys.stdlib_module_names
    packages = {item.id: item.packages for item in load_course(fresh_handout).exercises}
    found = {
        (str(path.relative_to(fresh_handout)), package)
        for path in fresh_handout.rglob("*.py")
        for package, lazy in _imports(path)
        # To download is the one thing that needs more, and nobody has to.
        if package not in allowed and not (lazy and path.name in {"download.py", "storage.py"})
        # An exercise about a framework imports it when it is called, and not before.
        if not (lazy and package in packages.get(path.stem, ()))
    }
    assert found == set()


def test_nothing_in_it_imports_what_it_does_not_carry(fresh_handout: Path) -> None:
    missing = set()
    for path in fresh_handout.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OWN:
                place = fresh_handout / Path(*(node.module or "").split("."))
                if not (place.is_dir() or place.with_suffix(".py").is_file()):
                    missing.add((path.name, node.module))
    assert missing == set()


def test_two_archives_of_one_course_are_the_same_bytes(
    course: Course, archive: Path, tmp_path: Path
) -> None:
    again = write_handout(course, tmp_path / "handout", as_zip=True)
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_holds_what_the_folder_holds(archive: Path, fresh_handout: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = {name.removeprefix("handout/") for name in packed.namelist()}
    assert names == {
        path.relative_to(fresh_handout).as_posix()
        for path in fresh_handout.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("as_zip", [False, True])
def test_existing_files_stay(course: Course, tmp_path: Path, as_zip: bool) -> None:
    mine = tmp_path / ("out.zip" if as_zip else "out/mine.txt")
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="exists already; choose another name or remove it"):
        write_handout(course, tmp_path / "out", as_zip=as_zip)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(course: Course, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert (write_handout(course, tmp_path / "out") / "README.md").is_file()


@pytest.mark.parametrize("out", ["", ".", ".."])
def test_a_place_without_a_name_is_refused(course: Course, out: str) -> None:
    with pytest.raises(UserError, match="is not a name for a handout"):
        write_handout(course, Path(out), as_zip=True)


@pytest.mark.parametrize("as_zip", [False, True])
def test_nothing_half_written_is_left_after_a_failure(
    copy_course: Callable[[], Path], tmp_path: Path, as_zip: bool
) -> None:
    root = copy_course()
    path = root / "solutions" / "e15_backprop.py"
    path.write_text(
        path.read_text("utf-8") + "\n\ndef backprop(p, x, y):\n    return []\n", "utf-8"
    )
    made = tmp_path / "made"
    with pytest.raises(KitFault):
        write_handout(load_course(root), made / "handout", as_zip=as_zip)
    assert list(made.iterdir()) == []


def test_the_committed_stubs_play_no_part_in_it(
    copy_course: Callable[[], Path], tmp_path: Path, fresh_handout: Path
) -> None:
    root = copy_course()
    shutil.rmtree(root / "exercises")
    made = write_handout(load_course(root), tmp_path / "handout")
    name = "exercises/e07_dense.py"
    assert (made / name).read_bytes() == (fresh_handout / name).read_bytes()
