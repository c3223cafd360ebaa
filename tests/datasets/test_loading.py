"""Choosing a source."""

import subprocess
import sys
from pathlib import Path

import pytest

import datasets
from datasets import Dataset, DatasetError, download, mnist, storage
from datasets.loading import announce

from .conftest import REPOSITORY, StandIn


def must_not_be_called(*_: object) -> None:
    raise AssertionError("the network was reached for")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "fetch", must_not_be_called)


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_auto_takes_the_embedded_digits_where_there_is_no_mnist() -> None:
    assert datasets.load().name == "embedded"


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_auto_says_which_digits_it_took_once(capsys: pytest.CaptureFixture[str]) -> None:
    datasets.load()
    datasets.load()
    captured = capsys.readouterr()
    assert captured.err.count("digits: the embedded ones") == 1
    assert captured.out == ""


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_auto_takes_mnist_where_it_is(
    real_mnist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(real_mnist))
    assert datasets.load().name == "mnist"
    assert f"digits: MNIST (Y. LeCun, C. Cortes, C. Burges), from {real_mnist}" in (
        capsys.readouterr().err
    )


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_a_missing_training_split_is_said_on_standard_error(
    real_mnist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(real_mnist))
    if len(datasets.load("mnist").train_labels):
        pytest.skip("the training files are here as well")
    assert "training split is missing" in capsys.readouterr().err


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_auto_does_not_hide_damaged_files(
    tmp_path: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(stand_in.write(tmp_path / "named")))
    with pytest.raises(DatasetError, match="is not MNIST's"):
        datasets.load()


@pytest.mark.usefixtures("empty_machine", "no_network")
def test_a_folder_named_in_vain_is_pointed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(mnist.VARIABLE, str(tmp_path / "typo"))
    datasets.load()
    assert f"{tmp_path / 'typo'}, where no MNIST file lies" in capsys.readouterr().err


def test_mnist_is_downloaded_where_it_is_not_on_disk(
    empty_machine: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.write(empty_machine, packed=False)
    found = mnist.locate({}, empty_machine, stand_in.files)
    for path in empty_machine.iterdir():
        path.rename(path.with_name(f"elsewhere-{path.name}"))

    def fetch() -> mnist.Found | None:
        stand_in.write(empty_machine, packed=False)
        return found

    monkeypatch.setattr(download, "fetch", fetch)
    assert len(datasets.load("mnist").train_labels) == 12


def test_an_unknown_source_is_refused_naming_the_known_ones() -> None:
    with pytest.raises(DatasetError, match="expected one of auto, embedded, mnist"):
        datasets.load("imagenet")  # type: ignore[arg-type]


def test_the_embedded_digits_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    announce.cache_clear()
    assert isinstance(datasets.load("embedded"), Dataset)
    assert capsys.readouterr() == ("", "")


@pytest.mark.process
def test_the_embedded_digits_need_numpy_alone() -> None:
    program = (
        "import sys; import datasets; datasets.load('embedded');"
        "print(sorted({'pooch','platformdirs','rich','click','requests','matplotlib','sklearn'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("no_network")
def test_auto_works_without_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(mnist.VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert storage.cache_directory() is None
    assert datasets.load().name == "embedded"
