"""The digits on this machine, by the functions and by the command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.data import data
from datasets import DatasetError, download, mnist
from datasets.inspection import inspect_sources, verify_sources

from .conftest import StandIn


def run(*arguments: str) -> Result:
    return CliRunner().invoke(data, arguments)


def test_the_embedded_digits_are_ready_and_mnist_is_absent(empty_machine: Path) -> None:
    embedded, absent = inspect_sources()
    assert (embedded.state, embedded.train, embedded.test) == ("ready", 1500, 297)
    assert absent.state == "absent"
    assert str(empty_machine) in absent.detail


@pytest.mark.usefixtures("empty_machine")
def test_a_damaged_mnist_does_not_hide_the_embedded_digits(
    tmp_path: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(stand_in.write(tmp_path / "named")))
    assert [report.state for report in verify_sources()] == ["whole", "damaged"]


@pytest.mark.usefixtures("empty_machine")
def test_the_real_test_files_are_whole(real_mnist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(real_mnist))
    assert [report.state for report in verify_sources()] == ["whole", "whole"]


@pytest.mark.usefixtures("empty_machine")
@pytest.mark.parametrize("command", ["info", "verify"])
def test_the_command_prints_a_line_a_source(command: str) -> None:
    result = run(command)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["embedded", "mnist"]


@pytest.mark.usefixtures("empty_machine")
@pytest.mark.parametrize("command", ["info", "verify"])
def test_the_command_prints_json(command: str) -> None:
    reports = json.loads(run(command, "--json").stdout)
    assert [report["source"] for report in reports] == ["embedded", "mnist"]


@pytest.mark.usefixtures("empty_machine")
def test_verifying_damaged_files_fails_after_the_report(
    tmp_path: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(stand_in.write(tmp_path / "named")))
    result = run("verify", "--json")
    assert isinstance(result.exception, DatasetError)
    assert json.loads(result.stdout)[1]["state"] == "damaged"


def test_fetching_says_where_the_files_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "fetch", lambda directory: mnist.Found(directory, ()))
    assert run("fetch", "--to", str(tmp_path)).stdout == f"MNIST is in {tmp_path}\n"


def test_showing_draws_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "digits.png"
    result = run("show", "--source", "embedded", "--count", "12", "--out", str(out))
    assert result.exit_code == 0
    assert "12 digits" in result.stdout
    assert out.is_file()
