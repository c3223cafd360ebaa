"""The preparation of the embedded digits."""

import numpy as np
import pytest

import datasets
from datasets.prepare_embedded import leans, prepare, split_order


def test_a_bar_becomes_a_digit_in_mnists_form() -> None:
    cells = np.zeros((2, 8, 8))
    cells[:, :, 3:5] = 16
    images = prepare(cells)
    assert images.shape == (2, 28, 28)
    assert images.dtype == np.uint8
    assert images.max() == 255
    assert images[:, :3].max() == 0


def test_preparing_twice_gives_the_same_bytes() -> None:
    cells = np.random.default_rng(3).integers(0, 17, (4, 8, 8))
    assert prepare(cells).tobytes() == prepare(cells).tobytes()


def test_the_slant_has_no_randomness() -> None:
    np.testing.assert_array_equal(leans(50), leans(50))


def test_the_split_takes_every_digit_once() -> None:
    labels = np.arange(60) % 10
    order = split_order(labels, 20)
    np.testing.assert_array_equal(np.sort(order), np.arange(60))


def test_the_split_gives_each_class_its_share() -> None:
    labels = np.repeat([0, 1], [30, 60])
    order = split_order(labels, 9)
    np.testing.assert_array_equal(np.bincount(labels[order[-9:]]), [3, 6])


@pytest.mark.slow
def test_preparing_again_gives_the_digits_that_are_shipped() -> None:
    load_digits = pytest.importorskip("sklearn.datasets").load_digits
    source = load_digits()
    order = split_order(source.target)
    images = prepare(source.images)[order]
    shipped = datasets.load("embedded")
    assert images[:1500].tobytes() == shipped.train_images.tobytes()
    assert images[1500:].tobytes() == shipped.test_images.tobytes()
    np.testing.assert_array_equal(source.target[order][:1500], shipped.train_labels)
