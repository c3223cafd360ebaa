"""A server with more packages than the others: for one module, and behind the same wall.

Most tests use a small package that the kit itself needs instead of a framework.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.frameworks import lacking, set_keras_backend
from autograder.course import Limits
from autograder.isolation import ForkServer, IsolationError, Session, open_isolation
from autograder.isolation.program import described
from tests.isolation.doors import LIMITS, Submit

E07, E19 = "exercises.e07_dense", "exercises.e19_frameworks"
TRIED = "def f():\n    {}\n    return 1"


@pytest.fixture(scope="module")
def jinja() -> Iterator[ForkServer]:
    with ForkServer(LIMITS, packages=("jinja2",)) as server:
        yield server


def tried(server: Any, text: str, module: str = E19, **others: str) -> Answer:
    modules = {f"exercises.{name}": source.encode() for name, source in others.items()}
    with server.open(
        {module: TRIED.format(text).encode(), **modules}, packages={E19: ["jinja2", "torch"]}
    ) as session:
        answer: Answer = session.caller(module).call("f", [])
        return answer


def test_a_framework_comes_with_its_requirements_and_no_more() -> None:
    found = described(["jinja2"])
    assert {"jinja2", "markupsafe"} <= set(found["names"])
    assert not {"click", "pytest", "autograder"} & set(found["names"])
    assert all(path.startswith(tuple(found["places"])) for path in found["paths"])


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(IsolationError, match="install it with pip"):
        described(["no_such_package"])


def test_the_module_about_it_may_import_it(jinja: ForkServer) -> None:
    assert tried(jinja, "import jinja2.sandbox").status is CallStatus.RETURNED


@pytest.mark.parametrize(
    "text", ["import jinja2", "__import__('importlib').import_module('jinja2')"]
)
def test_another_module_may_not_even_in_the_same_process(jinja: ForkServer, text: str) -> None:
    answer = tried(jinja, "from exercises.e07_dense import f; f()", e07_dense=TRIED.format(text))
    assert (answer.error, answer.where) == ("ModuleNotFoundError", "e07_dense.py, line 2")
    assert answer.text.startswith("jinja2 is not part of this course;")


def test_a_requirement_is_not_the_students_to_import(jinja: ForkServer) -> None:
    answer = tried(jinja, "import markupsafe")
    assert answer.text.startswith("markupsafe is not part of this course;")


def test_a_package_that_is_not_installed_is_not_there(jinja: ForkServer) -> None:
    assert tried(jinja, "import torch").text == "No module named 'torch'"


def test_a_package_may_ask_what_else_is_there(jinja: ForkServer) -> None:
    text = "import importlib.util; assert importlib.util.find_spec('click') is None"
    assert tried(jinja, text).status is CallStatus.RETURNED


@pytest.mark.parametrize("package", ["jinja2", "torch", "keras", "tensorflow"])
@pytest.mark.parametrize("text", ["import {}", "__import__('importlib').import_module('{}')"])
def test_every_other_server_refuses_it(submit: Submit, package: str, text: str) -> None:
    answer = submit(TRIED.format(text.format(package))).call("f", [])
    assert answer.error == "ModuleNotFoundError"
    assert answer.text.startswith(f"{package} is not part of this course;")


def test_no_other_server_can_read_it(submit: Submit) -> None:
    path = next(path for path in described(["jinja2"])["paths"] if path.endswith("jinja2"))
    answer = submit(TRIED.format(f"open({path + '/__init__.py'!r})")).call("f", [])
    assert answer.error in ("FileNotFoundError", "PermissionError")


# With the frameworks themselves

_missing = [package for package in ("torch", "keras") if lacking(package)]
framework = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(_missing), reason=f"needs {' and '.join(_missing)}; make test-slow installs them"
    ),
]


@pytest.fixture(scope="module", params=["strict", "process"])
def frameworks(request: pytest.FixtureRequest) -> Iterator[Any]:
    set_keras_backend()
    limits = Limits(cpu_seconds=5.0, wall_seconds=20.0, submission_seconds=60.0, memory_mb=4096)
    with open_isolation(request.param, limits, ("torch", "keras")) as opened:
        yield opened


def session(server: Any, source: str) -> Session:
    opened: Session = server.open({E19: source.encode()}, packages={E19: ["torch", "keras"]})
    return opened


LEARNS = """
import numpy as np

def slope():
    import torch
    w = torch.ones(2, 3, requires_grad=True)
    (torch.sigmoid(torch.zeros(4, 3) @ w.T) * w.sum()).sum().backward()
    return w.grad.numpy()

def answers(n):
    import keras
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="sigmoid")])
    model.set_weights([np.zeros((3, 2)), np.zeros(2)])
    return model.predict_on_batch(np.ones((n, 3)))

def threads():
    import torch
    torch.ones(300, 300) @ torch.ones(300, 300)
    return torch.get_num_threads()

def model():
    import torch
    return torch.nn.Linear(1, 1)
"""


class TestFrameworks:
    pytestmark = framework

    def test_they_compute_and_find_slopes(self, frameworks: Any) -> None:
        with session(frameworks, LEARNS) as opened:
            student = opened.caller(E19)
            assert student.call("slope", []).value.tolist() == [[4.0] * 3] * 2
            assert student.call("answers", [3]).value.tolist() == [[0.5, 0.5]] * 3
            assert opened.close().stderr == ""

    def test_one_thread_is_all_they_take(self, frameworks: Any) -> None:
        with session(frameworks, LEARNS) as opened:
            assert opened.caller(E19).call("threads", []).value == 1

    def test_a_model_stays_where_it_is(self, frameworks: Any) -> None:
        with session(frameworks, LEARNS) as opened:
            answer = opened.caller(E19).call("model", [])
        assert (answer.status, answer.text) == (CallStatus.UNUSABLE, "a Linear; was it called?")


COMPUTES = """
import numpy as np

def answers(n):
    import tensorflow as tf
    layers = [tf.keras.layers.Dense(2, activation="sigmoid")]
    model = tf.keras.Sequential([tf.keras.Input((3,)), *layers])
    model.set_weights([np.zeros((3, 2)), np.zeros(2)])
    return np.asarray(model.predict_on_batch(np.ones((n, 3))))

def slope():
    import tensorflow as tf
    w = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        cost = w * w
    return tape.gradient(cost, w).numpy()
"""


@pytest.mark.slow
@pytest.mark.skipif(lacking("tensorflow"), reason="needs TensorFlow; install '.[tensorflow]'")
@pytest.mark.parametrize("mode", ["strict", "process"])
def test_tensorflow_computes_where_it_is_installed(mode: str) -> None:
    packages = ("keras", "tensorflow")
    limits = Limits(cpu_seconds=5.0, wall_seconds=20.0, submission_seconds=60.0, memory_mb=4096)
    with (
        open_isolation(mode, limits, packages) as server,
        server.open({E19: COMPUTES.encode()}, packages={E19: list(packages)}) as opened,
    ):
        student = opened.caller(E19)
        assert student.call("answers", [3]).value.tolist() == [[0.5, 0.5]] * 3
        assert student.call("slope", []).value == 6.0


HOSTILE: Sequence[tuple[str, tuple[str, ...]]] = (
    ("open('/etc/passwd')", ("FileNotFoundError", "PermissionError")),
    (f"open({__file__!r})", ("FileNotFoundError", "PermissionError")),
    ("torch.load('/etc/passwd')", ("FileNotFoundError", "PermissionError")),
    ("torch.save(torch.ones(1), torch.__file__)", ("RuntimeError", "PermissionError", "OSError")),
    ("__import__('socket').socket()", ("PermissionError",)),
    ("__import__('os').fork()", ("PermissionError",)),
    (
        "torch.multiprocessing.get_context('fork').Process(target=print).start()",
        ("PermissionError",),
    ),
    ("torch.hub.load_state_dict_from_url('http://127.0.0.1/x')", ("URLError", "PermissionError")),
    ("torch.ones(2**33)", ("RuntimeError", "MemoryError")),
)


@pytest.mark.slow
@pytest.mark.skipif(lacking("torch"), reason="needs torch; make test-slow installs it")
@pytest.mark.parametrize(("text", "errors"), HOSTILE)
def test_a_framework_opens_no_way_out(
    torch_server: ForkServer, text: str, errors: tuple[str, ...]
) -> None:
    with session(torch_server, TRIED.format(f"import torch; {text}")) as opened:
        answer = opened.caller(E19).call("f", [])
    assert answer.error in errors


@pytest.fixture(scope="module")
def torch_server() -> Iterator[ForkServer]:
    with ForkServer(Limits(cpu_seconds=5.0, wall_seconds=10.0), packages=("torch",)) as server:
        yield server
