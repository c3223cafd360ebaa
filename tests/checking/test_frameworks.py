"""An extra's packages, which a machine may lack: the rule, the sentences, a student's pytest."""

import importlib.util
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.answers import Answers
from autograder.checking.check import Check
from autograder.checking.frameworks import Needs, keras_backend, lacking, set_keras_backend
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import KitFault, Skipped
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet
from tests.student_folder import StudentFolder

HINT = "How many?"


@pytest.fixture
def extra(course: Course) -> Exercise:
    return course.exercise("e19")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what makes it look as if these packages alone were installed."""
    monkeypatch.delenv("KERAS_BACKEND", raising=False)

    def only(*names: str) -> None:
        found: Callable[[str], object] = lambda name: name if name in names else None  # noqa: E731
        monkeypatch.setattr(importlib.util, "find_spec", found)

    return only


def needs(exercise: Exercise, package: str, *, graded: bool = False) -> Needs:
    return Needs(exercise, Check("It holds.", 1, HINT, package), graded)


class Told:
    """A student's module that answers everything alike, and counts how often it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked = 0

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        self.asked += 1
        return self.answer

    def predictions(self, *_: object, **__: object) -> tuple[()]:
        return ()

    def parameter_names(self, function: str) -> tuple[()]:
        return ()


def asked(told: Told, wanted: Needs) -> Any:
    student = Student(told, Answers(told, told, 1))  # type: ignore[arg-type]
    return student._begin(wanted.check, wanted).f(1)


def test_keras_needs_something_to_compute_with(installed: Callable[..., None]) -> None:
    installed("keras")
    assert lacking("keras")
    installed("keras", "torch")
    assert not lacking("keras")


def test_keras_computes_with_tensorflow_where_it_is_there(installed: Callable[..., None]) -> None:
    installed("keras", "torch", "tensorflow")
    assert keras_backend() == "tensorflow"


def test_keras_is_told_to_compute_with_what_is_there(
    installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed("keras", "torch")
    monkeypatch.setenv("KERAS_BACKEND", "")
    monkeypatch.delenv("KERAS_BACKEND")
    set_keras_backend()
    assert os.environ["KERAS_BACKEND"] == "torch"


def test_a_users_choice_of_backend_for_keras_counts(
    installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed("keras", "torch", "tensorflow")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    set_keras_backend()
    assert os.environ["KERAS_BACKEND"] == "torch"


def test_the_student_is_told_what_to_install(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed()
    assert needs(extra, "torch").unmet() == (
        "e19 needs PyTorch: pip install torch; it costs no points"
    )


def test_a_page_of_feedback_says_where_it_is_not_installed(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed()
    assert needs(extra, "torch", graded=True).unmet() == (
        "PyTorch is not installed where this was graded; it costs no points"
    )


def test_a_check_that_needs_nothing_is_never_skipped(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed()
    assert needs(extra, "").unmet() == ""


def test_a_check_cannot_need_what_its_exercise_does_not_have(course: Course) -> None:
    with pytest.raises(KitFault, match="a check of e04_sigmoid needs torch"):
        needs(course.exercise("e04"), "torch")


def test_a_student_is_not_asked_where_the_package_is_missing(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed()
    told = Told(Answer(CallStatus.RETURNED, 1))
    with pytest.raises(Skipped, match="PyTorch"):
        asked(told, needs(extra, "torch"))
    assert told.asked == 0


def test_a_student_is_asked_where_it_is_there(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed("torch")
    assert asked(Told(Answer(CallStatus.RETURNED, 1)), needs(extra, "torch")) == 1


def test_choosing_another_missing_package_costs_nothing(
    installed: Callable[..., None], extra: Exercise
) -> None:
    installed("keras", "torch")
    missing = Answer(
        CallStatus.RAISED, error="ModuleNotFoundError", text="No module named 'tensorflow.keras'"
    )
    with pytest.raises(Skipped, match="TensorFlow"):
        asked(Told(missing), needs(extra, "keras"))


@pytest.mark.parametrize("name", ["scipy", "torch.missing"])
def test_any_other_import_that_fails_is_a_failure(
    installed: Callable[..., None], extra: Exercise, name: str
) -> None:
    installed("torch")
    missing = Answer(
        CallStatus.RAISED, error="ModuleNotFoundError", text=f"No module named '{name}'"
    )
    assert needs(extra, "torch").unmet_by(missing) == ""


# The rule of imports


def imported(tmp_path: Path, exercise: str, text: str, packages: Sequence[str] = ()) -> Answer:
    (tmp_path / f"{exercise}.py").write_text(f"def f():\n    {text}\n    return 1")
    modules = ModuleSet(tmp_path)
    return InProcessCaller(f"{exercise}.py", lambda: modules.exercise(exercise), packages).call(
        "f", []
    )


@pytest.mark.parametrize(
    "text", ["import rich", "import importlib; importlib.import_module('rich')"]
)
def test_a_module_may_import_its_own_packages(tmp_path: Path, text: str) -> None:
    assert imported(tmp_path, "e19_frameworks", text, ["rich"]).status is CallStatus.RETURNED


@pytest.mark.parametrize(
    "text", ["import rich", "import importlib; importlib.import_module('rich')"]
)
def test_another_module_may_not_import_them(tmp_path: Path, text: str) -> None:
    (tmp_path / "e07_dense.py").write_text(f"def f():\n    {text}\n    return 1")
    answer = imported(
        tmp_path, "e19_frameworks", "from exercises.e07_dense import f; f()", ["rich"]
    )
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 2")
    assert answer.text.startswith("rich is not part of this course;")


@pytest.mark.parametrize("package", ["torch", "keras", "tensorflow"])
def test_no_other_exercise_may_import_a_framework(tmp_path: Path, package: str) -> None:
    answer = imported(tmp_path, "e07_dense", f"import {package}")
    assert answer.text.startswith(f"{package} is not part of this course;")


# A student's own pytest


@pytest.mark.process
@pytest.mark.skipif(not lacking("torch"), reason="PyTorch is installed here")
def test_in_a_handout_the_checks_are_skipped_in_a_sentence(folder: StudentFolder) -> None:
    ended = folder.pytest("-k", "e19")
    assert set(ended.letters) == {"S"}
    assert ended.code == 0
    assert "skipped: e19 needs PyTorch: pip install torch; it costs no points" in ended.text
    assert re.search(r"^e19_frameworks +extra +8 skipped$", ended.text, re.MULTILINE)
    assert "all of these" not in ended.text
    assert "next: nothing; no check could be run." in ended.text
