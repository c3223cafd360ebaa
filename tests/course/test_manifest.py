"""The manifest, and every way in which it can contradict itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import (
    Course,
    CourseError,
    Limits,
    UserError,
    find_course,
    load_course,
    require_files,
)

HEAD = '[course]\ntitle = "A course"\npoints = 30\n'
UNIT = '[[unit]]\nid = "forward"\ntitle = "Forward"\n'
HINTS = 'hints = ["One?", "Two?", "Three?"]'


def row(name: str = "e01_first", points: str = "30", needs: str = "[]", **changes: str) -> str:
    lines = {
        "id": f'"{name}"',
        "unit": '"forward"',
        "title": '"First"',
        "goal": '"Begin."',
        "points": points,
        "needs": needs,
        "hints": '["One?", "Two?", "Three?"]',
    } | changes
    return "[[exercise]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()) + "\n"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Course]:
    """Return what loads a manifest made of the given parts."""

    def loaded(*parts: str) -> Course:
        (tmp_path / "course.toml").write_text("\n".join(parts), encoding="utf-8")
        return load_course(tmp_path)

    return loaded


def test_this_checkouts_manifest_loads(course: Course) -> None:
    assert sum(exercise.points for exercise in course.exercises) == course.points


def test_this_checkouts_files_are_all_there(course: Course) -> None:
    require_files(course)


def test_an_exercise_is_known_by_its_full_and_its_short_id(course: Course) -> None:
    assert course.exercise("e07") is course.exercise("e07_dense")


def test_an_unknown_exercise_is_answered_with_the_known_ones(course: Course) -> None:
    with pytest.raises(CourseError, match=r"no exercise 'e99'.*e07_dense"):
        course.exercise("e99")


def test_needs_are_followed_to_their_own_needs_in_course_order(load: Callable[..., Course]) -> None:
    loaded = load(
        HEAD,
        UNIT,
        row("e01_first", "10"),
        row("e02_second", "10", '["e01_first"]'),
        row("e03_third", "10", '["e02_second"]'),
    )
    needed = loaded.needed_by(loaded.exercise("e03"))
    assert [exercise.id for exercise in needed] == ["e01_first", "e02_second"]


def test_a_draft_has_no_part_in_the_points(load: Callable[..., Course]) -> None:
    loaded = load(HEAD, UNIT, row(), row("e02_new", "7", '["e01_first"]', draft="true"))
    assert [exercise.id for exercise in loaded.exercises] == ["e01_first"]
    assert [exercise.id for exercise in loaded.written] == ["e01_first", "e02_new"]


def test_the_files_of_an_exercise_share_its_id(course: Course) -> None:
    exercise = course.exercise("e07")
    paths = [course.solution(exercise), course.stub(exercise), course.checks(exercise)]
    paths.append(course.misconceptions(exercise))
    assert [str(path.relative_to(course.root)) for path in paths] == [
        "solutions/e07_dense.py",
        "exercises/e07_dense.py",
        "autograder/checks/test_e07_dense.py",
        "autograder/misconceptions/e07_dense.py",
    ]


def test_an_exercise_is_to_be_written_unless_it_says_otherwise(load: Callable[..., Course]) -> None:
    rows = [row("e01_first", "10"), row("e02_second", "20", kind='"repair"')]
    assert [exercise.kind for exercise in load(HEAD, UNIT, *rows).exercises] == ["write", "repair"]


def test_an_unknown_kind_is_refused(load: Callable[..., Course]) -> None:
    with pytest.raises(CourseError, match="e01_first: kind must be write or repair, not 'mend'"):
        load(HEAD, UNIT, row(kind='"mend"'))


def test_limits_not_given_are_the_kits_own(load: Callable[..., Course]) -> None:
    assert load(HEAD, UNIT, row()).exercises[0].limits == Limits()


def test_an_exercises_limits_go_before_the_courses(load: Callable[..., Course]) -> None:
    loaded = load(
        HEAD,
        "[limits]\ncpu_seconds = 3\nmemory_mb = 512\n",
        UNIT,
        row(limits="{ cpu_seconds = 9 }"),
    )
    limits = loaded.exercises[0].limits
    assert (limits.cpu_seconds, limits.memory_mb) == (9.0, 512)


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ((HEAD, UNIT, row(unit='"backward"')), "e01_first: unknown unit 'backward'"),
        (
            (HEAD, UNIT, row(needs='["e00_nothing"]')),
            "e01_first: needs 'e00_nothing', which is not an earlier exercise",
        ),
        (
            (HEAD, UNIT, row(points="15", needs='["e02_later"]'), row("e02_later", "15")),
            "e01_first: needs 'e02_later', which is not an earlier exercise",
        ),
        ((HEAD, UNIT, row(needs='["e01_first"]')), "e01_first: needs 'e01_first'"),
        (
            (HEAD, UNIT, row("e00_new", draft="true"), row(needs='["e00_new"]')),
            "e01_first: needs 'e00_new', which is a draft",
        ),
        ((HEAD, UNIT, row(draft='"yes"')), "e01_first: draft must be true or false, not 'yes'"),
        ((HEAD, UNIT, row(needs='"e00_nothing"')), "e01_first: needs must be a list of texts"),
        ((HEAD, UNIT, row(hints='["One?", " ", "Three?"]')), "hints number 2 is empty"),
        ((HEAD, UNIT, row(hints='["One?"]')), "e01_first: has 1 hints; give 3"),
        ((HEAD, UNIT, row(points="29")), "points do not add up: the exercises have 29"),
        ((HEAD, UNIT, row(points="0")), "e01_first: points must be a number above 0, not 0"),
        ((HEAD, UNIT, row(points="true")), "e01_first: points must be a number above 0"),
        ((HEAD, UNIT, row(points="nan")), "e01_first: points must be a number above 0, not nan"),
        ((HEAD, UNIT, row(points="inf")), "e01_first: points must be a number above 0, not inf"),
        (
            (HEAD, UNIT, row(points="15"), row("e01_second", "15")),
            "e01_second: the number e01 is used twice",
        ),
        ((HEAD, UNIT, row("first")), "'first' is not an exercise id; it looks like e07_dense"),
        ((HEAD, UNIT, row(title='""')), "e01_first: title is empty or not a text"),
        ((HEAD, UNIT, row(colour='"red"')), "e01_first: unknown key 'colour'"),
        (
            (HEAD, UNIT, row(limits="{ patience = 3 }")),
            "e01_first: unknown limit 'patience'; known are cpu_seconds",
        ),
        (
            (HEAD, UNIT, row(limits="{ cpu_seconds = -1 }")),
            "e01_first: limit cpu_seconds must be a number above 0, not -1",
        ),
        (
            (HEAD, UNIT, row(limits="{ cpu_seconds = nan }")),
            "limit cpu_seconds must be a number above 0, not nan",
        ),
        (
            (HEAD, UNIT, row(limits="{ processes = 0.5 }")),
            "limit processes must be a whole number, not 0.5",
        ),
        ((HEAD, UNIT, row(limits="3")), "e01_first: limits must be a table, not 3"),
        (("[[exercise]]",), "an exercise without id: id is missing"),
        ((HEAD, UNIT), "there is no [[exercise]]"),
        ((HEAD + "colour = 1\n", UNIT, row()), "[course]: unknown key 'colour'"),
        ((HEAD, UNIT + "colour = 1\n", row()), "unit forward: unknown key 'colour'"),
        ((HEAD, UNIT, UNIT, row()), "unit forward is there twice"),
        ((HEAD, UNIT, row(), "[colours]"), "unknown table [colours]"),
        (("course = 3\n", UNIT, row()), "course must be a table, not 3"),
        ((HEAD, "[unit]\n", row()), "unit must be a list of tables, each under [[unit]]"),
        ((HEAD, "[limits]\npatience = 3\n", UNIT, row()), "[limits]: unknown limit 'patience'"),
        (("this is = = not TOML",), "is not valid TOML"),
    ],
)
def test_a_fault_of_the_manifest_is_named(
    load: Callable[..., Course], parts: tuple[str, ...], fault: str
) -> None:
    with pytest.raises(CourseError) as caught:
        load(*parts)
    assert fault in str(caught.value)


def test_all_faults_are_told_at_once(load: Callable[..., Course]) -> None:
    with pytest.raises(CourseError) as caught:
        load(HEAD, UNIT, row(unit='"backward"', points="3", hints="[]"))
    assert str(caught.value).count("\n  - ") == 3


def test_a_fault_names_the_manifests_path(load: Callable[..., Course], tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load(HEAD, UNIT)
    assert str(caught.value).startswith(f"{tmp_path / 'course.toml'}:")


def test_a_manifest_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CourseError, match="not valid TOML"):
        load_course(tmp_path)


def test_a_folder_without_a_manifest_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"course\.toml is missing"):
        load_course(tmp_path)


def test_a_fault_of_the_course_is_an_error_that_the_user_can_fix() -> None:
    assert issubclass(CourseError, UserError)


def test_the_course_is_found_from_a_folder_inside_it(course: Course) -> None:
    assert find_course(course.root / "autograder" / "checks") == course.root


def test_no_course_above_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no course\.toml .* run this inside a course"):
        find_course(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        "solutions/e07_dense.py",
        "autograder/checks/test_e07_dense.py",
        "autograder/misconceptions/e07_dense.py",
    ],
)
def test_a_missing_file_is_named(copy_course: Callable[[], Path], path: str) -> None:
    root = copy_course()
    (root / path).unlink()
    with pytest.raises(CourseError, match=f"e07_dense: its file {path} is missing"):
        require_files(load_course(root))


@pytest.mark.parametrize(
    "path",
    [
        "solutions/e98_stray.py",
        "autograder/checks/test_e98_stray.py",
        "autograder/misconceptions/e98_stray.py",
    ],
)
def test_a_file_that_the_manifest_does_not_name_is_found(
    copy_course: Callable[[], Path], path: str
) -> None:
    root = copy_course()
    (root / path).touch()
    with pytest.raises(CourseError, match=f"{path} is not named in the manifest"):
        require_files(load_course(root))


# Extras


def extra(name: str = "e02_extra", **changes: str) -> str:
    return row(name, extra="true", **changes).replace("points = 30\n", "")


def test_an_extra_has_no_part_in_the_points(load: Callable[..., Course]) -> None:
    found = load(HEAD, UNIT, row(), extra(packages='["torch"]')).exercise("e02")
    assert (found.extra, found.points, found.packages) == (True, 0.0, ("torch",))


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        (row("e02_extra", extra="true"), "e02_extra: an extra has no part in the points"),
        (row("e02_extra", "1", packages='["torch"]'), "e02_extra: needs packages that may be miss"),
        (extra(packages='["scikit-learn"]'), "'scikit-learn' is not what a package is imported by"),
        (extra(packages='"torch"'), "e02_extra: packages must be a list of texts"),
        (
            extra() + row("e03_next", "1", needs='["e02_extra"]'),
            "e03_next: needs 'e02_extra', which is an extra",
        ),
    ],
)
def test_an_impossible_extra_is_explained(
    load: Callable[..., Course], changed: str, complaint: str
) -> None:
    with pytest.raises(CourseError, match=complaint):
        load(HEAD, UNIT, row(), changed)


def test_an_extra_may_build_on_another(load: Callable[..., Course]) -> None:
    course = load(HEAD, UNIT, row(), extra(), extra("e03_more", needs='["e02_extra"]'))
    assert [exercise.id for exercise in course.exercises if exercise.extra] == [
        "e02_extra",
        "e03_more",
    ]


# Classes


def test_a_class_names_the_attributes_of_its_objects(load: Callable[..., Course]) -> None:
    course = load(HEAD, UNIT, row(classes='{ Net = ["W", "b"] }'))
    assert course.exercises[0].classes == {"Net": ("W", "b")}


@pytest.mark.parametrize(
    ("classes", "complaint"),
    [
        ('["Net"]', "classes must be a table"),
        ('{ Net = "W" }', "Net must be a list of texts"),
        ("{ Net = [] }", "classes says of Net no attribute that an object of it keeps"),
        ('{ "a net" = ["W"] }', "'a net' in classes is not the name of a class or of an attribute"),
        ('{ Net = ["__class__"] }', "'__class__' in classes is not the name"),
    ],
)
def test_an_impossible_class_is_explained(
    load: Callable[..., Course], classes: str, complaint: str
) -> None:
    with pytest.raises(CourseError, match=complaint):
        load(HEAD, UNIT, row(classes=classes))
