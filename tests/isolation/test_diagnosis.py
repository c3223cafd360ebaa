"""The diagnosis of this machine, and of one where a layer is missing."""

import json

import pytest
from click.testing import CliRunner

from autograder.cli.doctor import doctor
from autograder.isolation import layer_report
from autograder.isolation.diagnosis import Diagnosis, Trial, diagnose


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    layer_report("strict")  # on a machine that cannot hold it, there is nothing to test here
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
    absent = {trial.layer for trial in found.trials if not trial.holds}
    assert absent == {"namespaces", "disk", "root"}


@pytest.mark.parametrize("layer", ["root", "disk"])
def test_a_layer_that_is_absent_is_listed_as_absent(
    monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    layer_report("strict")
    found = diagnose(without=(layer,))
    assert found.strict_holds
    assert {trial.layer for trial in found.trials if not trial.holds} == {layer}
    monkeypatch.setattr("autograder.cli.doctor.diagnose", lambda: found)
    assert f"It does without {layer}:" in CliRunner().invoke(doctor, []).output


def test_files_of_the_machine_are_not_there(diagnosis: Diagnosis) -> None:
    found = {trial.tried: trial.found for trial in diagnosis.trials if trial.layer == "root"}
    if "have a root of its own" in found:
        pytest.skip(found["have a root of its own"])
    assert {"look for /etc/passwd", "look for this kit's source"} <= found.keys()
    assert set(found.values()) == {"refused: ENOENT"}


@pytest.mark.parametrize(("holds", "code"), [(True, 0), (False, 1)])
def test_the_command_ends_with_what_it_found(
    monkeypatch: pytest.MonkeyPatch, holds: bool, code: int
) -> None:
    trial = Trial("seccomp", "open a socket", "refused: EPERM [x]", holds, True)
    monkeypatch.setattr("autograder.cli.doctor.diagnose", lambda: Diagnosis((trial,)))
    table = CliRunner().invoke(doctor, [])
    assert table.exit_code == code
    assert "refused: EPERM [x]" in table.output
    told = CliRunner().invoke(doctor, ["--json"])
    assert told.exit_code == code
    found = json.loads(told.output)
    assert found.pop("frameworks").keys() == {"torch", "tensorflow", "keras"}
    assert found == {
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
    monkeypatch.setattr("autograder.cli.doctor.diagnose", lambda: diagnosis)
    lines = CliRunner().invoke(doctor, []).output.splitlines()
    assert max(map(len, lines)) <= 80
