"""matplotlib is there for a submission that names it, and costs no other one anything."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from autograder.calls.script import Script
from autograder.isolation import ForkServer, Isolation, open_isolation
from tests.isolation.doors import LIMITS

# It must not name the package.
_PLAIN = b"""
import sys
def loaded():
    return sorted({name.partition(".")[0] for name in sys.modules} & {"mat" + "plotlib", "PIL"})
"""
_DRAWS = b"""
import os
import matplotlib.pyplot as plt
def backend(): return plt.get_backend().lower()
def draw():
    plt.plot([1, 2])
    plt.savefig("picture.png")
    return os.path.getsize("picture.png") > 0
def look():
    return os.path.exists("/etc/passwd")
def connect():
    import socket
    socket.socket()
"""
_GALLERY = b"""
import os
import numpy as np
from pathlib import Path
from datasets import gallery
def draw():
    gallery.save(np.zeros((1, 28, 28), np.uint8), "one", Path("digits.png"))
    return os.path.getsize("digits.png") > 0
"""
# Nobody who reads the source finds the name.
_HIDDEN_NAME = b"""
import importlib
plt = importlib.import_module("mat" + "plotlib.pyplot")
def draw():
    plt.plot([1, 2])
    plt.savefig("picture.png")
    return True
"""
_HIDDEN_IN_A_CALL = b"""
import os
def draw():
    __import__("mat" + "plotlib.pyplot")
    return True
def leave():
    os._exit(77)
"""
# Less computing than it takes to load matplotlib.
_SHORT = replace(LIMITS, cpu_seconds=0.2, wall_seconds=1.0)


@pytest.fixture(scope="module", params=["strict", "process"])
def isolation(request: pytest.FixtureRequest) -> Iterator[Isolation]:
    with open_isolation(request.param, _SHORT) as opened:
        yield opened


def test_a_plain_session_holds_no_matplotlib(isolation: Isolation) -> None:
    with isolation.open({"exercises.e01_all": _PLAIN}) as session:
        assert session.caller("exercises.e01_all").call("loaded", []).value == []


@pytest.mark.parametrize("source", [_DRAWS, _GALLERY])
def test_a_session_that_names_it_draws_within_the_limits(
    isolation: Isolation, source: bytes
) -> None:
    with isolation.open({"exercises.e01_all": source}) as session:
        answer = session.caller("exercises.e01_all").call("draw", [])
    assert (answer.text, answer.value) == ("", True)


def test_it_draws_into_files_alone(isolation: Isolation) -> None:
    with isolation.open({"exercises.e01_all": _DRAWS}) as session:
        assert session.caller("exercises.e01_all").call("backend", []).value == "agg"


def test_sessions_that_draw_share_one_more_server() -> None:
    with ForkServer(_SHORT) as server:
        for _ in range(2):
            server.open({"exercises.e01_all": _PLAIN}).close()
        assert server._drawing is None
        first = server.that_draws()
        with server.open({"exercises.e01_all": _DRAWS}) as session:
            assert session._isolation is first
            assert first.layers == server.layers
            student = session.caller("exercises.e01_all")
            assert student.call("look", []).value is bool(server.layers["root"])
            assert student.call("connect", []).error == "PermissionError"


def test_a_strict_server_that_draws_is_strict() -> None:
    with open_isolation("strict", _SHORT) as server:
        assert isinstance(server, ForkServer)
        assert server.that_draws()._strict


@pytest.mark.parametrize("source", [_HIDDEN_NAME, _HIDDEN_IN_A_CALL])
def test_code_that_hides_the_name_draws_as_well(source: bytes) -> None:
    with (
        open_isolation("strict", _SHORT) as server,
        server.open({"exercises.e01_all": source}) as session,
    ):
        answer = session.caller("exercises.e01_all").call("draw", [])
        assert (answer.text, answer.value) == ("", True)


def test_a_script_that_hides_the_name_draws_as_well() -> None:
    script = Script()
    steps = script.giving(script.call("look"), script.call("draw"))
    source = _HIDDEN_IN_A_CALL + b"def look(): return 3\n"
    with (
        open_isolation("strict", _SHORT) as server,
        server.open({"exercises.e01_all": source}) as session,
    ):
        answer = session.caller("exercises.e01_all").call("script", [steps])
        assert (answer.text, answer.value) == ("", [3, True])


def test_code_that_ends_as_if_it_wanted_to_draw_just_ends() -> None:
    with (
        open_isolation("strict", _SHORT) as server,
        server.open({"exercises.e01_all": _HIDDEN_IN_A_CALL}) as session,
    ):
        answer = session.caller("exercises.e01_all").call("leave", [])
        assert "exit code 77" in answer.text
