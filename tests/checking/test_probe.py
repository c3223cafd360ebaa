"""Inputs that are the same everywhere and for ever: every answer key depends on it."""

import itertools

import numpy as np
import pytest

import datasets
from autograder.checking import Probe


def test_whole_numbers_of_a_seed_are_these_for_ever() -> None:
    probe = Probe("golden")
    assert (probe.integer(1, 1000), probe.integers(-5, 5, 3).tolist()) == (831, [-2, 2, 3])


def test_arrays_of_a_seed_are_these_for_ever() -> None:
    probe = Probe("golden")
    probe.integer(1, 1000)
    probe.integers(-5, 5, 3)
    assert probe.array(2, 2).tolist() == [[0.2, -0.71], [0.62, -0.37]]


def test_a_network_of_a_seed_is_this_for_ever() -> None:
    [(weights, biases)] = Probe("golden network").network([3, 2])
    assert (weights.tolist(), biases.tolist()) == (
        [[-0.81, -1.5, 1.94], [0.8, -0.49, 1.36]],
        [[-0.66], [-0.75]],
    )


def test_sizes_and_columns_of_a_seed_are_these_for_ever() -> None:
    probe = Probe("golden sizes")
    assert (probe.sizes(3, 2, 5), probe.one_hot(2, 3).tolist()) == (
        [2, 5, 3],
        [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]],
    )


def test_two_seeds_differ() -> None:
    assert Probe("one").array(20).tolist() != Probe("two").array(20).tolist()


def test_both_ends_of_a_range_are_included() -> None:
    assert set(Probe("ends").integers(-1, 1, 100).tolist()) == {-1, 0, 1}


def test_an_array_is_of_hundredths() -> None:
    values = Probe("hundredths").array(50)
    assert np.array_equal(np.round(values * 100) / 100, values)


def test_images_are_of_bytes() -> None:
    images = Probe("images").images(3, 4, 5)
    assert (images.dtype, images.shape) == (np.dtype(np.uint8), (3, 4, 5))


def test_every_column_has_one_one() -> None:
    assert Probe("columns").one_hot(4, 9).sum(axis=0).tolist() == [1.0] * 9


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_no_two_neighbouring_sizes_are_equal(seed: str) -> None:
    sizes = Probe(seed).sizes(12, 2, 4)
    assert all(one != other for one, other in itertools.pairwise(sizes))


def test_no_bias_of_a_network_is_zero() -> None:
    parameters = Probe("biases").network([4, 30, 30])
    assert all(np.all(b != 0) for _, b in parameters)


def test_a_wide_layer_does_not_saturate() -> None:
    [(weights, b)] = Probe("wide").network([784, 16])
    assert np.abs(weights @ np.full((784, 1), 0.5) + b).max() < 10


def test_digits_are_those_of_the_kit() -> None:
    images, labels = Probe("digits").digits(3)
    known = datasets.load("embedded")
    assert all(
        any(np.array_equal(image, other) for other in known.train_images[known.train_labels == one])
        for image, one in zip(images, labels, strict=True)
    )
