"""How a submission's modules are found, and what else can be imported."""

import pytest

from autograder.calls.answer import CallStatus
from autograder.isolation.program import KERNELS
from tests.isolation.doors import Open, Submit


def test_a_syntax_error_is_reported_with_its_line(submit: Submit) -> None:
    answer = submit(b"def f():\n    return 1 +\n").call("f", [])
    assert (answer.status, answer.error) == (CallStatus.RAISED, "SyntaxError")
    assert (answer.text, answer.where) == ("invalid syntax", "e07_dense.py, line 2")


def test_an_exception_during_import_answers_every_function(submit: Submit) -> None:
    student = submit("x = 1\ny = x / 0\ndef f(): return 1")
    answers = [student.call(name, []) for name in ("f", "g")]
    assert [answer.error for answer in answers] == ["ZeroDivisionError"] * 2
    assert answers[0].where == "e07_dense.py, line 2"


def test_exit_during_import_is_an_exception(submit: Submit) -> None:
    assert submit("raise SystemExit(0)").call("f", []).error == "SystemExit"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "# -*- coding: latin-1 -*-\ndef f(): return 'é'".encode("latin-1"), "é", id="latin-1"
        ),
        pytest.param("def f(): return 'é'".encode("utf-8-sig"), "é", id="byte-order mark"),
        pytest.param(b"def f(): return 1\r\n", 1, id="CRLF"),
        pytest.param(b"def f(): return __file__", "e07_dense.py", id="file"),
        pytest.param(b"def f(): return __name__", "exercises.e07_dense", id="name"),
    ],
)
def test_sources_are_read_as_python_reads_files(
    submit: Submit, source: bytes, value: object
) -> None:
    assert submit(source).call("f", []).value == value


@pytest.mark.parametrize("source", [b"x = '\xff'", b"# coding: nonsense\n", b"x = 1\0"])
def test_sources_that_cannot_be_decoded_are_an_exception(submit: Submit, source: bytes) -> None:
    answer = submit(source).call("f", [])
    assert (answer.status, answer.error) in {
        (CallStatus.RAISED, "SyntaxError"),
        (CallStatus.RAISED, "ValueError"),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "import my_helper",
        "from exercises import my_helper",
        "import exercises.my_helper as my_helper",
        "from . import my_helper",
    ],
)
def test_a_helper_is_found_by_each_of_its_names(submit: Submit, statement: str) -> None:
    student = submit(
        f"{statement}\ndef f():\n    import sys\n    import exercises.my_helper, my_helper as m\n"
        "    return my_helper.three, m is exercises.my_helper",
        my_helper="three = 3",
    )
    assert student.call("f", []).value == (3, True)


def test_a_helpers_own_line_is_named(submit: Submit) -> None:
    student = submit(
        "import my_helper\ndef f(): return my_helper.g()", my_helper="def g():\n    return 1 / 0"
    )
    assert student.call("f", []).where == "my_helper.py, line 2"


def test_a_submission_does_not_shadow_the_standard_library(submit: Submit) -> None:
    student = submit(
        "import random, numpy, secrets\n"
        "def f(): return random.Random(1).random() < 1, numpy.ones(1), secrets.token_hex(1) != ''",
        random="raise RuntimeError",
        numpy="raise RuntimeError",
        secrets="raise RuntimeError",
    )
    assert student.call("f", []).status is CallStatus.RETURNED


@pytest.mark.parametrize("name", ["wire", "server", "session", "values", "guard", "layers"])
def test_a_helper_may_have_the_name_of_a_module_of_the_worker(submit: Submit, name: str) -> None:
    student = submit(f"import {name}\ndef f(): return {name}.x", **{name: "x = 3"})
    assert student.call("f", []).value == 3


@pytest.mark.parametrize(
    "name",
    [
        "scipy",
        "torch",
        "sklearn",
        "pandas",
        "PIL",
        "six",
        "msgpack",
        "pytest",
        "autograder",
        "solutions",
        "pip",
    ],
)
def test_a_package_outside_the_course_is_refused_in_a_sentence(submit: Submit, name: str) -> None:
    answer = submit(f"import {name}").call("f", [])
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 1")
    assert answer.text == (
        f"{name} is not part of this course; "
        "grading has Python's standard library, numpy, matplotlib and datasets"
    )


@pytest.mark.parametrize("name", ["scipy", "PIL", "autograder"])
def test_an_import_by_name_is_refused_as_well(submit: Submit, name: str) -> None:
    answer = submit(f"import importlib\ndef f():\n    importlib.import_module({name!r})").call(
        "f", []
    )
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 3")
    assert answer.text.startswith(f"{name} is not part of this course; ")


def test_the_process_holds_no_module_of_the_kit(submit: Submit) -> None:
    student = submit("""
        import sys
        def f():
            return [name for name in sys.modules if name.partition(".")[0] in
                    ("autograder", "solutions", "msgpack", "worker", "layers", "exercises")]
    """)
    assert student.call("f", []).value == ["exercises", "exercises.e07_dense"]


def test_the_path_holds_no_checkout_and_no_installed_packages(submit: Submit) -> None:
    student = submit("import sys\ndef f(): return sys.path, sys.argv, sys.orig_argv")
    path, argv, original = student.call("f", []).value
    assert not [place for place in path if "site-packages" in place or place == ""]
    assert (argv, original) == ([""], [""])


def test_the_environment_is_empty(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "of the instructor")
    names = submit("import os\ndef f(): return sorted(os.environ)").call("f", []).value
    assert [name for name in names if name not in KERNELS] == [
        *("HOME", "MKL_NUM_THREADS", "MPLBACKEND", "MPLCONFIGDIR", "OMP_NUM_THREADS"),
        *("OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "TMPDIR"),
    ]


def test_two_sessions_draw_different_numbers(open_session: Open) -> None:
    source = """
        import random, numpy as np
        def f(): return random.random(), float(np.random.random())
    """
    first, second = (
        open_session(e07_dense=source).caller("exercises.e07_dense").call("f", []).value
        for _ in range(2)
    )
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_a_traceback_that_a_student_prints_shows_the_line(submit: Submit) -> None:
    student = submit("""
        import traceback
        def f():
            try:
                1 / 0  # here
            except ZeroDivisionError:
                return traceback.format_exc()
    """)
    assert "1 / 0  # here" in student.call("f", []).value


def test_a_picture_is_drawn_and_saved(submit: Submit) -> None:
    student = submit("""
        import os
        import matplotlib.pyplot as plt
        from mpl_toolkits.mplot3d import Axes3D
        def f():
            plt.plot([1, 2])
            plt.savefig("picture.png")
            plt.show()
            return os.path.getsize("picture.png")
    """)
    assert student.call("f", []).value > 1000


def test_the_digits_are_there_and_no_network_is_asked(submit: Submit) -> None:
    student = submit("""
        import datasets
        def f(): return datasets.load().train_images.shape
        def mnist(): datasets.load("mnist")
    """)
    assert student.call("f", []).value == (1500, 28, 28)
    answer = student.call("mnist", [])
    assert answer.error == "DatasetError"
    assert answer.text == "MNIST is not there when this is graded; datasets.load() has the digits"


def test_the_next_submission_sees_no_change_to_a_package(open_session: Open) -> None:
    first = open_session(
        e07_dense="import numpy, datasets\nnumpy.ones = datasets.load = None\ndef f(): return 1"
    )
    assert first.caller("exercises.e07_dense").call("f", []).value == 1
    second = open_session(
        e07_dense="import numpy, datasets\ndef f(): return numpy.ones(1), callable(datasets.load)"
    )
    assert second.caller("exercises.e07_dense").call("f", []).value[1] is True


@pytest.mark.parametrize("name", ["sitecustomize", "usercustomize", "conftest"])
def test_files_that_python_runs_by_itself_are_not_run(open_session: Open, name: str) -> None:
    session = open_session(e07_dense="def f(): return 1", **{name: "print('it ran')"})
    session.caller("exercises.e07_dense").call("f", [])
    assert session.close().stdout == ""
