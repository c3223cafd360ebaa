"""The secret that decides everybody's inputs."""

import stat
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.seed import Seed, course_seed


@pytest.fixture(autouse=True)
def no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUDGE_SECRET", raising=False)


def test_the_same_question_has_the_same_seed() -> None:
    seeds = [Seed("s").derived("ada", "e07_dense", "test_a") for _ in range(2)]
    assert seeds[0] == seeds[1]


@pytest.mark.parametrize(
    "other",
    [
        Seed("t").derived("ada", "e07_dense", "test_a"),
        Seed("s").derived("bob", "e07_dense", "test_a"),
        Seed("s").derived("ada", "e04_sigmoid", "test_a"),
        Seed("s").derived("ada", "e07_dense", "test_b"),
        Seed("s").derived("ada e07_dense", "", "test_a"),
    ],
)
def test_another_question_has_another_seed(other: str) -> None:
    assert Seed("s").derived("ada", "e07_dense", "test_a") != other


def test_a_student_whose_name_is_no_valid_text_has_a_seed() -> None:
    assert Seed("s").derived("\udcff", "e07_dense", "test_a")


def test_a_fingerprint_tells_two_seeds_apart() -> None:
    assert Seed("one").fingerprint != Seed("two").fingerprint


def test_a_fingerprint_is_not_part_of_the_secret_or_a_derived_seed() -> None:
    seed = Seed("0123456789abcdef" * 4)
    assert seed.fingerprint not in seed.secret + seed.derived("ada", "e07_dense", "test_a")


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    assert course_seed(tmp_path, None) == course_seed(tmp_path, None)


def test_two_courses_have_secrets_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert course_seed(tmp_path / "one", None) != course_seed(tmp_path / "two", None)


def test_a_secret_is_long(tmp_path: Path) -> None:
    assert len(course_seed(tmp_path, None).secret) == 64


def test_only_the_owner_may_read_the_file_of_the_secret(tmp_path: Path) -> None:
    course_seed(tmp_path, None)
    path = tmp_path / ".nudge" / "secret"
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent)]
    assert modes == [0o600, 0o700]


def test_nothing_but_the_secret_is_left_beside_it(tmp_path: Path) -> None:
    course_seed(tmp_path, None)
    assert [path.name for path in (tmp_path / ".nudge").iterdir()] == ["secret"]


def test_a_secret_that_is_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / ".nudge").mkdir()
    (tmp_path / ".nudge" / "secret").write_text("mine\n", encoding="ascii")
    assert course_seed(tmp_path, None) == Seed("mine")


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".nudge").mkdir()
    (tmp_path / ".nudge" / "secret").touch()
    with pytest.raises(UserError, match=r"secret is empty; remove it"):
        course_seed(tmp_path, None)


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUDGE_SECRET", "from outside")
    assert course_seed(tmp_path, None) == Seed("from outside")


def test_the_seed_option_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUDGE_SECRET", "from outside")
    assert course_seed(tmp_path, "given") == Seed("given")


def test_no_file_is_made_where_none_is_needed(tmp_path: Path) -> None:
    course_seed(tmp_path, "given")
    assert list(tmp_path.iterdir()) == []
