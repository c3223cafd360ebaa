"""What the doctor finds, here and where a layer is missing."""

import json

import pytest
from click.testing import CliRunner

from autograder.cli.doctor import doctor
from autograder.isolation import doctor as doctor_module
from autograder.isolation import survey
from autograder.isolation.doctor import diagnose
from autograder.isolation.trials import Diagnosis, Trial


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    survey("strict")  # on a machine that cannot hold it, there is nothing to test here
    return diagnose()


def test_everything_that_is_needed_holds_here(diagnosis: Diagnosis) -> None:
    assert [trial for trial in diagnosis.trials if trial.needed and not trial.holds] == []
    assert diagnosis.strict_holds


@pytest.mark.parametrize(
    ("layer", "tried"),
    [
        ("landlock", "read /etc/passwd"),
        ("landlock", "write to the folder above"),
        ("seccomp", "open a socket"),
        ("seccomp", "fork"),
        ("seccomp", "change the mode of /etc"),
    ],
)
def test_a_layer_that_is_missing_is_found_by_trying(layer: str, tried: str) -> None:
    found = _without(layer)
    assert not found.strict_holds
    [trial] = [trial for trial in found.trials if trial.tried == tried]
    assert not trial.holds
    assert not trial.found.startswith("refused")


_found: dict[str, Diagnosis] = {}


def _without(layer: str) -> Diagnosis:
    if layer not in _found:
        _found[layer] = diagnose(without=(layer,))
    return _found[layer]


def test_without_namespaces_strict_still_holds() -> None:
    found = diagnose(without=("namespaces",))
    assert found.strict_holds
    assert {trial.layer for trial in found.trials if not trial.holds} == {"namespaces", "disk"}


@pytest.mark.parametrize(("holds", "code"), [(True, 0), (False, 1)])
def test_the_command_ends_with_what_it_found(
    monkeypatch: pytest.MonkeyPatch, holds: bool, code: int
) -> None:
    trial = Trial("seccomp", "open a socket", "refused: EPERM [x]", holds, True)
    monkeypatch.setattr(doctor_module, "diagnose", lambda: Diagnosis((trial,)))
    table = CliRunner().invoke(doctor, [])
    assert table.exit_code == code
    assert "refused: EPERM [x]" in table.output
    told = CliRunner().invoke(doctor, ["--json"])
    assert told.exit_code == code
    assert json.loads(told.output) == {
        "strict": holds,
        "trials": [
            {
                "layer": "seccomp",
                "tried": "open a socket",
                "found": "refused: EPERM [x]",
                "holds": holds,
                "needed": True,
            }
        ],
    }


def test_the_table_fits_80_columns(monkeypatch: pytest.MonkeyPatch, diagnosis: Diagnosis) -> None:
    monkeypatch.setattr(doctor_module, "diagnose", lambda: diagnosis)
    lines = CliRunner().invoke(doctor, []).output.splitlines()
    assert max(map(len, lines)) <= 80
