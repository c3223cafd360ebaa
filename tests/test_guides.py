"""The guides, followed to the letter: their files work, and their commands print what they show."""

import re
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.checking.frameworks import lacking
from autograder.course import Course, Limits
from autograder.grading.check_runner import graded_checks
from autograder.reference.sources import Sources
from tests.cli.conftest import Nudge, nudge
from tests.guides import completed, lines, shown, text
from tests.student_folder import ROOT, StudentFolder

__all__ = ["nudge"]

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("*/README.md")])
AUTHORS = "docs/authors.md"
GUIDE = text(AUTHORS)


# What moves with the course's checks and points


def test_the_watch_of_the_guide_counts_todays_checks(course: Course) -> None:
    counted = re.findall(r"(e\d\d) \d+/(\d+)", text("docs/students.md"))
    assert len(counted) > 10
    public = {
        exercise.short: sum(not one.hidden for one in graded_checks(course, exercise))
        for exercise in course.exercises
    }
    assert dict(counted).items() <= {short: str(count) for short, count in public.items()}.items()


def test_the_gradebook_of_the_guide_has_todays_points(course: Course) -> None:
    points = ",".join(f"{one.points:g}" for one in course.exercises if not one.extra)
    assert f"\namara,{points},skipped,{course.points:g}\n" in text("docs/instructors.md")


# Links


def slug(heading: str) -> str:
    """Return the name by which a link reaches a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        place, _, heading = link.partition("#")
        if place.startswith("http"):
            continue
        target = page.parent / place if place else page
        assert target.exists(), link
        if heading:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in map(slug, headings), link


# A student


def untouched(folder: StudentFolder) -> None:
    pass


def without_bias(folder: StudentFolder) -> None:
    folder.solve().add("e07_dense", "def pre_activation(W, b, a):\n    return W @ a")


def rising_the_wrong_way(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(z))")


def hint_asked_for(folder: StudentFolder) -> None:
    folder.pytest("--hint", "e04")


@pytest.mark.parametrize(
    ("page", "command", "prepare"),
    [
        ("README.md", "pytest -k e07 -x", without_bias),
        ("README.md", "pytest --hint e07", untouched),
        pytest.param(
            *("docs/students.md", "pytest", untouched),
            marks=pytest.mark.skipif(not lacking("torch"), reason="PyTorch is installed here"),
        ),
        ("docs/students.md", "pytest -k e04 -x", rising_the_wrong_way),
        ("docs/students.md", "pytest -k e07", rising_the_wrong_way),
        ("docs/students.md", "pytest --hint e04", hint_asked_for),
    ],
)
def test_a_student_sees_what_is_shown(
    folder: StudentFolder, page: str, command: str, prepare: Callable[[StudentFolder], None]
) -> None:
    prepare(folder)
    printed = folder.pytest(*command.split()[1:], columns=80).text
    assert shown(page, command, printed) == lines(printed)


# An author


def pasted(root: Path) -> Path:
    """Put the row and the files of the author's guide into a course."""
    manifest = (root / "course.toml").read_text(encoding="utf-8")
    (row,) = re.findall(r'```toml\n(\[\[exercise\]\]\nid = "e20.*?)```', GUIDE, re.DOTALL)
    before, after = manifest.split('[[exercise]]\nid = "e12_cost"')
    manifest = f'{before}{row}\n[[exercise]]\nid = "e12_cost"{after}'
    (root / "course.toml").write_text(manifest, encoding="utf-8")
    files = re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", GUIDE, re.DOTALL)
    assert len(files) == 5
    for name, source in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return root


@pytest.fixture
def authored(copy_course: Callable[[], Path]) -> Path:
    """Return a course in which the guide was followed to the end of its fifth step."""
    root = pasted(copy_course())
    manifest = (root / "course.toml").read_text(encoding="utf-8")
    (root / "course.toml").write_text(manifest.replace("points = 100\n", "points = 105\n", 1))
    return root


def test_an_author_is_told_that_points_do_not_add_up(
    nudge: Nudge, copy_course: Callable[[], Path]
) -> None:
    root = pasted(copy_course())
    printed = nudge("stubs", "--course", root).output.replace(str(root), "/home/you/course")
    assert shown(AUTHORS, "nudge stubs", printed) == lines(printed)


def test_the_guide_names_every_default_limit() -> None:
    block = re.search(r"  \[limits\]\n(.*?)```", text("docs/instructors.md"), re.DOTALL)
    assert block is not None
    assert tomllib.loads(textwrap.dedent(block[1])) == asdict(Limits())


def test_an_authors_stub_is_made(nudge: Nudge, authored: Path) -> None:
    assert nudge("stubs", "--course", authored).output == "exercises/e20_rectifier.py: written\n"
    stub = (authored / "exercises/e20_rectifier.py").read_text(encoding="utf-8")
    assert 'raise NotImplementedError("e20 relu: replace this line")' in stub


def test_an_authors_selftest_ends_as_shown(nudge: Nudge, authored: Path) -> None:
    nudge("stubs", "--course", authored)
    done = nudge("selftest", "--only", "e20", "--course", authored)
    assert done.exit_code == 0
    command = "nudge selftest --only e20"
    assert shown(AUTHORS, command, done.output) == lines(done.output)


# Three faults to try, and the guide's output for each.


def a_range_too_small(root: Path) -> None:
    checks = root / "autograder/checks/test_e20_rectifier.py"
    checks.write_text(checks.read_text("utf-8").replace(", low=-50.0, high=50.0", ""), "utf-8")
    (mistake,) = re.findall(r"```python\n(@misconception[^`]*def cut_off.*?)```", GUIDE, re.DOTALL)
    with (root / "autograder/misconceptions/e20_rectifier.py").open("a") as file:
        file.write(f"\n\n{mistake}")


def the_same_mistake_twice(root: Path) -> None:
    with (root / "autograder/misconceptions/e20_rectifier.py").open("a") as file:
        file.write(
            '\n\n@misconception("relu", name="the sign", hint="Is it?")\n'
            "def sign(z):\n    return np.sign(np.maximum(z, 0))\n"
        )


def a_wrong_alternative(root: Path) -> None:
    path = root / "tests/alternatives/e20_rectifier/max.py"
    path.write_text("def relu(z):\n    return max(0, z)\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "change"),
    [(0, a_range_too_small), (1, the_same_mistake_twice), (2, a_wrong_alternative)],
)
def test_a_fault_in_the_exercise_is_reported_as_shown(
    nudge: Nudge, authored: Path, number: int, change: Callable[[Path], None]
) -> None:
    change(authored)
    nudge("stubs", "--course", authored)
    done = nudge("selftest", "--only", "e20", "--course", authored)
    blocks = re.findall(r"^```\n(exercise .*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert done.exit_code == 1
    assert completed(blocks[number], done.output) == lines(done.output)


def test_a_student_sees_the_authors_exercise(nudge: Nudge, authored: Path, tmp_path: Path) -> None:
    nudge("handout", tmp_path / "try-it", "--course", authored)
    printed = StudentFolder(tmp_path / "try-it").pytest("-k", "e20", columns=80).text
    assert shown(AUTHORS, "pytest -k e20", printed) == lines(printed)


def test_a_worrying_mistake_in_the_authors_exercise_is_named(
    nudge: Nudge, authored: Path, tmp_path: Path
) -> None:
    nudge("handout", tmp_path / "try-it", "--course", authored)
    handout = StudentFolder(tmp_path / "try-it")
    handout.add("e20_rectifier", "def relu(z):\n    z[z < 0] = 0\n    return z")
    printed = handout.pytest("-k", "e20 and batch", columns=80).text
    assert shown(AUTHORS, 'pytest -k "e20 and batch"', printed) == lines(printed)


# The README's claims about the course


def test_the_readmes_selftest_counts_what_is_there(course: Course) -> None:
    sources = Sources(course)
    rows = re.findall(
        r"^(e\d\d_\w+) .* (\d+) of \2 +(\d+) of \3 +\3 of \3$", text("README.md"), re.M
    )
    assert rows
    for name, alternatives, misconceptions in rows:
        exercise = course.exercise(name)
        there = list((ROOT / "tests/alternatives" / name).glob("*.py"))
        assert (len(there), len(sources.bank(exercise).wrongs)) == (
            int(alternatives),
            int(misconceptions),
        )
