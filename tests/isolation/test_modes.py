"""The two modes by name: what each needs, what it says, and that both answer alike."""

import sys
from collections.abc import Iterator

import pytest

from autograder.calls.answer import CallStatus
from autograder.isolation import (
    NOT_PROMISED,
    ForkServer,
    Isolation,
    IsolationError,
    NotIsolated,
    layer_report,
    open_isolation,
)
from autograder.isolation.requirement import REQUIRED, require
from autograder.worker.layers import report
from tests.isolation.doors import LIMITS

_SOURCE = b"""
import os, sys, time
import numpy as np
kept = []
def add(a, b):
    kept.append(a)
    return a + b
def count(): return len(kept)
def loop():
    while True: pass
def sleep(): time.sleep(60)
def leave(): os._exit(3)
def chatter():
    while True: print("x" * 1000)
def forge():
    for descriptor in range(3, 200):
        try:
            os.write(descriptor, b"\\0\\0\\0\\x0f\\0\\0\\0\\x0b[0,0,0,0,0]")
        except OSError:
            pass
def speak():
    print("out")
    print("err", file=sys.stderr)
def ask(): input("? ")
def draw():
    import matplotlib.pyplot as plt
    plt.plot([1])
    plt.show()
    return 1
def digits():
    import datasets
    return datasets.load().test_images.shape
def fetch():
    import scipy
"""


@pytest.fixture(scope="module", params=["strict", "process"])
def isolation(request: pytest.FixtureRequest) -> Iterator[Isolation]:
    found = open_isolation(request.param, LIMITS)
    with found:
        yield found


def test_both_modes_answer_alike(isolation: Isolation) -> None:
    with isolation.open({"exercises.e01_all": _SOURCE}) as session:
        student = session.caller("exercises.e01_all")
        assert student.call("add", [1, 2]).value == 3
        assert student.call("count", []).value == 1
        assert student.call("digits", []).value == (297, 28, 28)
        assert student.call("draw", []).value == 1
        assert student.call("ask", []).text == "input() was called; there is nobody to answer"
        assert student.call("fetch", []).text.startswith("scipy is not part of this course")
        assert student.call("add", [1]).error == "TypeError"
        assert student.call("nothing", []).status is CallStatus.MISSING
        student.call("speak", [])
        output = session.close()
    assert (output.stdout, output.stderr.splitlines()[-1]) == ("out\n", "err")


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("loop", "stopped after 0.3 s of computing in `loop`; is there a loop that never ends?"),
        ("sleep", "stopped after 0.6 s of waiting in `sleep`; does it sleep or wait for input?"),
        ("leave", "the process ended in `leave` (exit code 3); does it call exit?"),
        ("chatter", "printed more than 1 MB in `chatter`"),
        ("forge", "the process answered out of turn in `forge`"),
    ],
)
def test_both_modes_stop_alike_and_go_on(isolation: Isolation, function: str, text: str) -> None:
    with isolation.open({"exercises.e01_all": _SOURCE}) as session:
        student = session.caller("exercises.e01_all")
        answer = student.call(function, [])
        assert (answer.status, answer.text) == (CallStatus.STOPPED, text)
        assert student.call("add", [1, 2]).value == 3


def test_process_mode_holds_no_layer_and_says_so() -> None:
    found = layer_report("process")
    assert all(found.absent.values())
    assert found.record.startswith("process:")
    assert "does not keep code from reading" in NOT_PROMISED


def test_strict_records_what_holds() -> None:
    found = layer_report("strict")
    assert found.record.startswith("strict: privileges, rlimits, landlock, seccomp")


@pytest.mark.parametrize("layer", REQUIRED)
def test_strict_is_refused_without_a_layer_it_needs(layer: str) -> None:
    absent = dict.fromkeys((*REQUIRED, "namespaces", "disk"), "") | {layer: "not built in"}
    with pytest.raises(NotIsolated, match=rf"it lacks {layer} \(not built in\)"):
        require(absent)


def test_strict_does_without_namespaces() -> None:
    require(
        dict.fromkeys(REQUIRED, "")
        | {"namespaces": "not allowed", "disk": "not allowed", "root": "not allowed"}
    )


def test_a_strict_server_does_not_start_without_a_layer_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ForkServer, "layers", dict.fromkeys(REQUIRED, "not there"))
    with pytest.raises(NotIsolated, match="--isolation process"):
        open_isolation("strict", LIMITS).__enter__()


def test_strict_is_refused_on_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(NotIsolated, match="needs Linux"):
        open_isolation("strict", LIMITS)
    with pytest.raises(NotIsolated, match="needs Linux"):
        layer_report("strict")


def test_there_is_no_third_mode() -> None:
    with pytest.raises(NotIsolated, match="strict and process"):
        open_isolation("none", LIMITS)


def test_a_worker_that_does_not_start_is_the_kits_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(IsolationError, match="does not start"):
        open_isolation("process", LIMITS).__enter__()


def test_both_modes_report_the_same_layers() -> None:
    strict = report.absent_but_for_root("").keys() | {"root"}
    assert layer_report("process").absent.keys() == strict
