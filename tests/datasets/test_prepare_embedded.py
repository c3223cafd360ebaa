"""The preparation of the embedded digits."""

import numpy as np
import pytest

import datasets
from benchmarks.prepare_embedded import bitmaps, leans, prepare, split_order


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


def test_a_bitmap_holds_the_ink_that_was_counted() -> None:
    cells = np.random.default_rng(4).integers(0, 17, (5, 8, 8), dtype=np.int32)
    ink = bitmaps(cells)[:, 16:80, 16:80]
    found = ink.reshape(5, 8, 8, 8, 8).sum(axis=(2, 4))
    np.testing.assert_array_equal(found, 4 * cells)


def test_a_thin_ring_is_drawn_in_one_piece() -> None:
    y, x = np.mgrid[:32, :32] - 15.5
    ring = np.abs(np.hypot(y, x * 1.3) - 13) < 1.5
    cells = ring.reshape(1, 8, 4, 8, 4).sum(axis=(2, 4))
    ink = prepare(cells)[0] > 100
    reached = np.zeros_like(ink)
    reached.flat[np.flatnonzero(ink)[0]] = True
    for _ in range(100):
        near = np.pad(reached, 1)
        near = near[:-2] | near[1:-1] | near[2:]
        reached = (near[:, :-2] | near[:, 1:-1] | near[:, 2:]) & ink
    np.testing.assert_array_equal(reached, ink)
    assert not ink[14, 14]


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
