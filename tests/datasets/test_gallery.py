"""Pictures of digits."""

from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import Dataset, DatasetError, gallery


def test_the_same_seed_chooses_the_same_digits() -> None:
    digits = datasets.load("embedded")
    first, _ = gallery.choose(digits, 20, np.random.default_rng(4))
    second, _ = gallery.choose(digits, 20, np.random.default_rng(4))
    np.testing.assert_array_equal(first, second)


def test_chosen_digits_come_in_order_with_their_labels() -> None:
    digits = datasets.load("embedded")
    _, labels = gallery.choose(digits, 50, np.random.default_rng(0))
    assert list(labels) == sorted(labels)


def test_the_test_split_is_drawn_when_it_stands_alone() -> None:
    images, labels = np.zeros((3, 28, 28), np.uint8), np.arange(3)
    alone = Dataset(images[:0], labels[:0], images, labels, "made", "made here")
    assert len(gallery.choose(alone, 10, np.random.default_rng(0))[1]) == 3


def test_a_gallery_of_no_digits_is_refused() -> None:
    with pytest.raises(DatasetError, match="at least one digit"):
        gallery.choose(datasets.load("embedded"), 0, np.random.default_rng(0))


def test_images_lie_in_rows_as_ink_on_paper() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[2] = 255
    sheet = gallery.arrange(images, 2)
    assert sheet.shape == (60, 60)
    assert sheet[30:58, :28].max() == 0
    assert sheet[:28].min() == 255


def test_a_saved_gallery_is_a_png_picture(tmp_path: Path) -> None:
    gallery.save(np.zeros((3, 28, 28), np.uint8), "three", tmp_path / "three.png")
    assert (tmp_path / "three.png").read_bytes().startswith(b"\x89PNG")


def test_a_pair_is_wider_than_one(tmp_path: Path) -> None:
    images = np.zeros((10, 28, 28), np.uint8)
    gallery.save(images, "one", tmp_path / "one.png")
    gallery.save_pair(("left", images), ("right", images), tmp_path / "pair.png")
    widths = [
        int.from_bytes((tmp_path / f"{name}.png").read_bytes()[16:20], "big")
        for name in ("one", "pair")
    ]
    assert widths[1] > widths[0]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"picture .*three\.png cannot be written"):
        gallery.save(np.zeros((3, 28, 28), np.uint8), "three", tmp_path / "no" / "three.png")
