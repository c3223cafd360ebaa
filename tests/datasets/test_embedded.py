"""The embedded digits."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import DatasetError
from datasets.embedded import CHECKSUM_FILE, DIGITS_FILE, load_embedded


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in (DIGITS_FILE, CHECKSUM_FILE):
        shutil.copy(path, tmp_path)
    return tmp_path / DIGITS_FILE.name


def test_there_are_1500_to_train_on_and_297_to_test_on() -> None:
    digits = datasets.load("embedded")
    assert digits.train_images.shape == (1500, 28, 28)
    assert digits.test_images.shape == (297, 28, 28)
    assert digits.train_images.dtype == np.uint8


def test_every_class_has_its_share_of_both_splits() -> None:
    digits = datasets.load("embedded")
    train, test = np.bincount(digits.train_labels), np.bincount(digits.test_labels)
    assert len(train) == len(test) == 10
    np.testing.assert_allclose(test / (train + test), 297 / 1797, atol=0.005)


def test_no_digit_is_in_both_splits() -> None:
    digits = datasets.load("embedded")
    train = {image.tobytes() for image in digits.train_images}
    assert not any(image.tobytes() in train for image in digits.test_images)


def test_the_ink_fills_the_longer_side_of_a_box_of_20_pixels() -> None:
    images = datasets.load("embedded").train_images
    extents = [
        [np.ptp(np.nonzero(image.any(axis=axis))[0]) + 1 for axis in (0, 1)] for image in images
    ]
    assert np.max(extents, axis=1).min() >= 19
    assert np.max(extents) == 20


def test_the_centre_of_mass_is_in_the_middle() -> None:
    images = datasets.load("embedded").train_images.astype(float)
    mass = images.sum(axis=(1, 2))
    middles = np.arange(28) + 0.5
    row = (images.sum(axis=2) @ middles) / mass
    column = (images.sum(axis=1) @ middles) / mass
    # By whole pixels, and never out of the picture.
    assert np.abs(row - 14).max() <= 0.51
    assert np.abs(column - 14).max() <= 0.51


def test_the_grey_levels_are_those_of_mnist() -> None:
    images = datasets.load("embedded").train_images
    assert (images.min(), images.max()) == (0, 255)
    assert images.mean() / 255 == pytest.approx(0.1325, abs=0.01)
    assert (images == 0).mean() == pytest.approx(0.807, abs=0.02)


def test_rows_run_down_as_in_mnist() -> None:
    digits = datasets.load("embedded")
    sevens = digits.train_images[digits.train_labels == 7].mean(axis=0)
    # A 7 has its bar above its foot, and its foot left of its corner.
    assert sevens[4:9].sum() > sevens[19:24].sum()


def test_the_digits_are_loaded_once() -> None:
    assert datasets.load("embedded") is datasets.load("embedded")


def test_the_file_is_small_enough_for_a_repository() -> None:
    assert DIGITS_FILE.stat().st_size < 400_000


def test_a_changed_file_is_refused_with_both_checksums(copy: Path) -> None:
    expected = CHECKSUM_FILE.read_text().split()[0]
    copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    with pytest.raises(DatasetError, match=f"damaged: expected SHA-256 {expected}, found [0-9a-f]"):
        load_embedded(copy)


@pytest.mark.parametrize("name", [DIGITS_FILE.name, CHECKSUM_FILE.name])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy.parent / name).unlink()
    with pytest.raises(DatasetError, match=name):
        load_embedded(copy)


def test_a_file_that_is_not_an_archive_is_refused(copy: Path) -> None:
    copy.write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    copy.with_name(CHECKSUM_FILE.name).write_text(f"{empty}  digits.npz\n")
    with pytest.raises(DatasetError, match="cannot be read"):
        load_embedded(copy)
