"""A student's own pytest, in a handout, from the outside."""

import re
import sys
from collections.abc import Callable

import pytest

from autograder.checking.frameworks import lacking
from tests.student_folder import ROOT, Run, StudentFolder, run

pytestmark = pytest.mark.process

Unpack = Callable[[], StudentFolder]

# Wrong from the first check to the last, and like no misconception.
WRONG_SIGMOID = "def sigmoid(z):\n    return 0.7 / (1.0 + np.exp(-3.0 * z))"


# An extra's checks are skipped where its packages are not installed.
SKIPPED_HERE = {"S"} if lacking("torch") or lacking("keras") else set()


# A fresh handout


@pytest.fixture(scope="module")
def fresh(unpacked: Unpack) -> Run:
    return unpacked().pytest()


def test_a_fresh_handout_is_all_to_write(fresh: Run) -> None:
    assert set(fresh.letters) - SKIPPED_HERE == {"T"}


def test_a_fresh_handout_does_not_end_well(fresh: Run) -> None:
    assert fresh.code == 1


def test_a_fresh_handout_has_no_points(fresh: Run) -> None:
    assert re.search(r"^all of these +0 of +[\d.]+ points$", fresh.text, re.MULTILINE)


def test_a_fresh_handout_says_what_to_write_first(fresh: Run) -> None:
    assert "next: e01_products: e01 elementwise is not written yet" in fresh.text


def test_a_fresh_handout_shows_no_trace(fresh: Run) -> None:
    assert "Error" not in fresh.text


# A handout with everything right


@pytest.fixture(scope="module")
def solved_folder(unpacked: Unpack) -> StudentFolder:
    """Return a solved handout; nobody may write to it."""
    return unpacked().solve()


@pytest.fixture(scope="module")
def solved(solved_folder: StudentFolder) -> Run:
    return solved_folder.pytest()


def test_right_answers_pass_everything(solved: Run) -> None:
    assert set(solved.letters) - SKIPPED_HERE == {"."}


def test_right_answers_end_well(solved: Run) -> None:
    assert solved.code == 0


def test_right_answers_get_all_points_of_the_public_checks(solved: Run) -> None:
    found = re.search(r"^all of these +([\d.]+) of +([\d.]+) points$", solved.text, re.MULTILINE)
    assert found is not None
    assert found[1] == found[2]


def test_right_answers_are_done(solved: Run) -> None:
    assert re.search(r"^e07_dense +[\d.]+ of +[\d.]+ points  done$", solved.text, re.MULTILINE)


def test_the_points_of_hidden_checks_are_told(solved: Run) -> None:
    assert "more points are in checks that are not in this run." in solved.text


def test_one_exercise_is_chosen_by_its_short_id(solved_folder: StudentFolder) -> None:
    told = solved_folder.pytest("-k", "e07").text
    assert re.findall(r"^(e\d\d)_", told, re.MULTILINE) == ["e07"]


def test_one_check_is_chosen_by_its_node_id_as_an_ide_does(solved_folder: StudentFolder) -> None:
    node = "autograder/checks/test_e07_dense.py::test_silent_inputs_leave_the_bias"
    ended = solved_folder.pytest(node)
    assert (ended.letters, ended.code) == (".", 0)


def test_it_runs_from_another_folder(solved_folder: StudentFolder) -> None:
    path = solved_folder.root / "autograder" / "checks" / "test_e12_cost.py"
    ended = solved_folder.pytest(
        f"--rootdir={solved_folder.root}", str(path), cwd=solved_folder.root.parent
    )
    assert (set(ended.letters), ended.code) == ({"."}, 0)


def test_it_runs_from_a_folder_inside(solved_folder: StudentFolder) -> None:
    ended = solved_folder.pytest(
        "test_e12_cost.py", cwd=solved_folder.root / "autograder" / "checks"
    )
    assert (set(ended.letters), ended.code) == ({"."}, 0)


def test_it_runs_where_the_exercises_are(solved_folder: StudentFolder) -> None:
    ended = solved_folder.pytest(cwd=solved_folder.root / "exercises")
    assert ended.code == 0
    assert "e15_backprop" in ended.text


def test_an_ide_can_list_the_checks(solved_folder: StudentFolder) -> None:
    told = solved_folder.pytest("--collect-only", "-q", "-o", "addopts=--import-mode=importlib")
    assert "test_e07_dense.py::test_silent_inputs_leave_the_bias" in told.text


def test_a_list_of_checks_is_no_run_with_a_summary(solved_folder: StudentFolder) -> None:
    assert "points" not in solved_folder.pytest("--collect-only", "-q").text


def test_verbose_names_each_check_and_its_state(unpacked: Unpack) -> None:
    told = unpacked().pytest("-vv", "-k", "e12").text
    assert re.search(r"test_e12_cost\.py::test_\w+ TODO", told)


def test_it_runs_without_a_cache(solved_folder: StudentFolder) -> None:
    assert solved_folder.pytest("-p", "no:cacheprovider", "-k", "e12").code == 0


# A handout with mistakes


@pytest.fixture(scope="module")
def mistaken(unpacked: Unpack) -> Run:
    folder = unpacked().solve()
    folder.add("e07_dense", "def pre_activation(W, b, a):\n    print('looking')\n    return W @ a")
    return run(sys.executable, "-m", "pytest", "-k", "e07", cwd=folder.root, COLUMNS="160")


def test_a_wrong_answer_ends_badly(mistaken: Run) -> None:
    assert (mistaken.letters[0], mistaken.code) == ("F", 1)


def test_a_failure_shows_its_sentence_and_its_four_lines(mistaken: Run) -> None:
    assert re.search(
        r"^The worked example's neurons gather z = -2 and 2\.5\.\n\n"
        r"called    pre_activation\(W \(2, 3\) = \[\[1, -2, 3\], \[0\.5, 1, -1\]\], .*\)\n"
        r"expected  array \(2, 1\): \[\[-2\], \[2\.5\]\]\n"
        r"got       array \(2, 1\): \[\[-3\], \[3\]\] .*\n"
        r"hint      What does the neuron do with silent inputs\?  \[The bias is left out\]\n",
        mistaken.text,
        re.MULTILINE,
    )


def test_a_failure_fits_into_a_narrow_window_and_breaks_no_number(folder: StudentFolder) -> None:
    folder.solve().add("e07_dense", "def pre_activation(W, b, a):\n    return W @ a")
    narrow = run(sys.executable, "-m", "pytest", "-k", "e07", cwd=folder.root, COLUMNS="80")
    assert max(map(len, narrow.text.splitlines())) <= 80
    assert (
        "called    pre_activation(W (2, 3) = [[1, -2, 3], [0.5, 1, -1]], b (2, 1) = [[1],\n"
        "          [-0.5]], a (3, 1) = [[2], [1], [-1]])\n"
    ) in narrow.text


def test_an_errors_line_is_told_unless_finding_it_is_the_exercise(
    folder: StudentFolder,
) -> None:
    folder.solve().add("e07_dense", "def pre_activation(W, b, a):\n    return unknown")
    broken = folder.root / "exercises" / "e16_debug.py"
    stub = (ROOT / "exercises" / "e16_debug.py").read_text(encoding="utf-8")
    broken.write_text(re.sub(r"^ *raise NotImplementedError.*\n", "", stub, flags=re.M))
    told = folder.pytest("-k", "e07 or e16").text
    assert "NameError: name 'unknown' is not defined (in e07_dense.py, line" in told
    assert "TypeError: zeros() got an unexpected keyword argument 'size'" in told
    assert "e16_debug.py, line" not in told


def test_a_failure_shows_what_the_student_printed(mistaken: Run) -> None:
    assert "looking" in mistaken.text


def test_a_failure_shows_no_trace(mistaken: Run) -> None:
    assert not re.search(r"Traceback|^E  |\.py:\d+:", mistaken.text, re.MULTILINE)


def test_an_exercise_with_mistakes_is_pointed_at(mistaken: Run) -> None:
    assert "pytest -k e07   or for a hint   pytest --hint e07" in mistaken.text


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def pre_activation(W, b, a):\n    return W.T @ a + b", "W is transposed"),
        ("def dense_forward(W, b, a):\n    return pre_activation(W, b, a)", "Nothing is squashed"),
    ],
)
def test_a_misconception_is_named(folder: StudentFolder, source: str, name: str) -> None:
    told = folder.solve().add("e07_dense", source).pytest("-k", "e07")
    assert set(re.findall(r"hint .*\[(.+)\]$", told.text, re.MULTILINE)) == {name}


def test_the_first_mistake_stops_if_so_asked(folder: StudentFolder) -> None:
    folder.solve().add("e02_shapes", "def flatten(image):\n    return 3")
    ended = folder.pytest("-x")
    assert (ended.letters.count("F"), ended.code) == (1, 1)


def test_unwritten_code_does_not_stop_a_run_that_stops_at_mistakes(
    folder: StudentFolder,
) -> None:
    assert len(folder.pytest("-x", "-k", "e12").letters) > 1


# Blocked


@pytest.fixture(scope="module")
def blocked(unpacked: Unpack) -> Run:
    """Return a run of e15 alone where e04 is wrong."""
    return unpacked().solve().add("e04_sigmoid", WRONG_SIGMOID).pytest("-k", "e15")


def test_a_later_exercise_is_blocked_by_an_earlier_mistake(blocked: Run) -> None:
    assert ("B" in blocked.letters, "F" in blocked.letters) == (True, False)


def test_what_blocks_is_pointed_at(blocked: Run) -> None:
    assert "e04_sigmoid is not right yet; fix it first" in blocked.text


def test_a_blocked_exercise_does_not_end_well(blocked: Run) -> None:
    assert blocked.code == 1


def test_a_misconception_of_the_later_exercise_is_not_blocked(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", WRONG_SIGMOID)
    folder.add("e07_dense", "def pre_activation(W, b, a):\n    return W @ a")
    assert "[The bias is left out]" in folder.pytest("-k", "e07").text


def test_a_later_exercise_is_blocked_while_an_earlier_one_is_to_write(
    folder: StudentFolder,
) -> None:
    stub = (folder.root / "exercises" / "e04_sigmoid.py").read_text(encoding="utf-8")
    folder.solve().write("exercises/e04_sigmoid.py", stub)
    assert "B" in folder.pytest("-k", "e07").letters


def test_a_mistake_that_no_earlier_exercise_explains_is_not_blocked(folder: StudentFolder) -> None:
    folder.solve().add("e15_backprop", "def hidden_error(W, delta, z):\n    return z * 3.7")
    assert "B" not in folder.pytest("-k", "e15").letters


# A student's file that cannot be run


@pytest.mark.parametrize(
    ("source", "got"),
    [
        ("def broken(:", r"SyntaxError: invalid syntax \(in e10_parameters\.py, line 1\)"),
        (
            "import numpy as np\nimport no_such_package\n",
            r"ModuleNotFoundError: no_such_package is not part of this course; grading has "
            r"Python's standard library, numpy, matplotlib and datasets "
            r"\(in e10_parameters\.py, line 2\)",
        ),
        ("raise ValueError('mine')", r"ValueError: mine \(in e10_parameters\.py, line 1\)"),
    ],
)
def test_an_unreadable_file_is_told_in_four_lines_with_its_line(
    folder: StudentFolder, source: str, got: str
) -> None:
    told = folder.write("exercises/e10_parameters.py", source).pytest("-x", "-k", "e10").text
    assert re.search(f"^called .*\nexpected .*\ngot       {got}\nhint ", told, re.MULTILINE)
    assert "Traceback" not in told


def test_a_file_that_is_not_there_is_told(folder: StudentFolder) -> None:
    (folder.root / "exercises" / "e10_parameters.py").unlink()
    assert "there is no e10_parameters.py" in folder.pytest("-x", "-k", "e10").text


# Faults of the kit


def test_a_damaged_answer_key_is_the_kits_fault_and_not_the_students(
    folder: StudentFolder,
) -> None:
    folder.solve().write("autograder/answers/e07_dense.json", "{")
    ended = folder.pytest("-k", "e07")
    assert set(ended.letters) == {"E"}
    assert "this is a fault of the kit, not of your code" in ended.text


def test_a_missing_answer_key_costs_its_own_exercise_alone(folder: StudentFolder) -> None:
    (folder.solve().root / "autograder/answers/e07_dense.json").unlink()
    ended = folder.pytest("-k", "e07 or e12")
    assert "e07_dense.json cannot be read" in ended.text
    assert re.search(r"^e12_cost .* done$", ended.text, re.MULTILINE)


def test_a_fault_of_the_kit_shows_no_trace_of_it(folder: StudentFolder) -> None:
    (folder.solve().root / "autograder/answers/e07_dense.json").unlink()
    assert "KitFault" not in folder.pytest("-k", "e07").text


def test_a_missing_key_of_an_earlier_exercise_blocks_nothing(folder: StudentFolder) -> None:
    (folder.solve().root / "autograder/answers/e04_sigmoid.json").unlink()
    folder.add("e07_dense", "def pre_activation(W, b, a):\n    return W @ a * 3.7")
    assert set(folder.pytest("-k", "e07").letters) <= {"F", "."}


def test_a_call_that_was_not_recorded_is_a_fault_of_the_kit(
    folder: StudentFolder,
) -> None:
    path = folder.solve().root / "autograder/checks/test_e07_dense.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("probe.array(3, 5)", "probe.array(3, 6)"), encoding="utf-8")
    assert "were the checks edited?" in folder.pytest("-k", "e07").text


def test_a_test_in_a_check_file_that_is_no_check_is_refused(folder: StudentFolder) -> None:
    path = folder.root / "autograder/checks/test_e07_dense.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n\ndef test_nothing():\n    pass\n")
    ended = folder.pytest("-k", "e07", "-rf", "-ra")
    assert "test_nothing in test_e07_dense.py has no @check" in ended.text
    assert "INTERNALERROR" not in ended.text


def test_a_damaged_manifest_is_told_without_a_trace(folder: StudentFolder) -> None:
    ended = folder.write("course.toml", "= =").pytest()
    assert "is not valid TOML" in ended.text
    assert "Traceback" not in ended.text


# Hints


def test_hints_come_one_by_one_until_the_last(folder: StudentFolder) -> None:
    shown = [folder.pytest("--hint", "e07").text.count("  hint ") for _ in range(4)]
    assert shown == [1, 2, 3, 3]


def test_asking_for_a_hint_ends_well(folder: StudentFolder) -> None:
    assert folder.pytest("--hint", "e07").code == 0


@pytest.fixture(scope="module")
def unknown_hint(unpacked: Unpack) -> Run:
    return unpacked().pytest("--hint", "e99")


def test_a_hint_for_an_unknown_exercise_is_a_usage_error(unknown_hint: Run) -> None:
    assert unknown_hint.code == 4


def test_a_hint_for_an_unknown_exercise_names_those_that_are_there(unknown_hint: Run) -> None:
    assert "there is no exercise 'e99'; the course has e01_products" in unknown_hint.text


def test_a_hint_for_an_unknown_exercise_shows_no_trace(unknown_hint: Run) -> None:
    assert "Traceback" not in unknown_hint.text


# The course's own folder


@pytest.fixture(scope="module")
def in_the_course() -> Run:
    return StudentFolder(ROOT).pytest("-p", "no:cacheprovider", "-q", "autograder/checks")


def test_in_the_course_itself_every_stub_is_to_write(in_the_course: Run) -> None:
    assert set(in_the_course.letters) - SKIPPED_HERE == {"T"}


def test_in_the_course_itself_the_hidden_checks_run_too(in_the_course: Run, fresh: Run) -> None:
    assert len(in_the_course.letters) > len(fresh.letters)


def test_in_the_course_itself_no_points_are_elsewhere(in_the_course: Run) -> None:
    assert re.search(r"^all of these +0 of +100 points$", in_the_course.text, re.MULTILINE)


# One check alone


UPHILL = "def sigmoid(z):\n    print('asked for', np.shape(z))\n    return 1.0 / (1.0 + np.exp(z))"


@pytest.fixture(scope="module")
def uphill(unpacked: Unpack) -> StudentFolder:
    return unpacked().solve().add("e04_sigmoid", UPHILL)


def told_of(text: str, check: str) -> str:
    """Return what a run says about one check: its four lines and its prints."""
    return re.split(r"^[_-]{3,}.*$", text.partition(f" {check} ")[2], maxsplit=3, flags=re.M)[1]


def test_one_check_alone_names_what_a_whole_run_names(uphill: StudentFolder) -> None:
    whole = uphill.pytest("-k", "e04").text
    failing = re.findall(r"^_+ (test_\w+) _+$", whole, re.MULTILINE)
    assert failing
    for check in failing[:2]:
        alone = uphill.pytest("-k", check).text
        assert "[exp(z) in place of exp(-z)]" in told_of(alone, check)
        assert told_of(alone, check) == told_of(whole, check)


def test_a_check_prints_where_it_is_asked_for(uphill: StudentFolder) -> None:
    whole = uphill.pytest("-k", "e04").text
    check = re.findall(r"^_+ (test_\w+) _+$", whole, re.MULTILINE)[-1]
    printed = re.findall(r"asked for .*", uphill.pytest("-k", check).text)
    assert printed
    assert len(printed) < len(re.findall(r"asked for .*", whole))


FLOATS = """
def count_weights(sizes):
    return float(sum(n * to for n, to in zip(sizes, sizes[1:])))


def count_biases(sizes):
    return float(sum(sizes[1:]))
"""


def test_one_check_pays_for_a_container_whatever_else_is_run(unpacked: Unpack) -> None:
    folder = unpacked().solve().add("e10_parameters", FLOATS)
    every = folder.pytest("-k", "e10")
    assert (every.text.count("The other checks take it as"), every.letters.count("F")) == (1, 1)
    first = "test_weights_of_the_lecture_network"
    assert first in every.text
    assert "F" not in folder.pytest("-k", "test_biases_of_the_lecture_network").letters
    assert folder.pytest("-k", first).letters == "F"


def test_float32_is_remarked_on_once(unpacked: Unpack) -> None:
    single = "def relu(z):\n    return np.maximum(z, 0).astype(np.float32)"
    told = unpacked().solve().add("e05_functions", single).pytest("-k", "e05")
    assert told.code == 0
    assert told.text.count("as far as float32 can tell") == 1
