"""The dataset itself."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from datasets import Dataset, DatasetError


def make(count: int = 2, labels: int = 2) -> Dataset:
    images = np.zeros((count, 28, 28), np.uint8)
    digits = np.zeros(labels, np.int64)
    return Dataset(images, digits, images, digits, "made", "made here")


def test_its_arrays_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        make().train_images[0, 0, 0] = 1


def test_the_callers_arrays_stay_writable() -> None:
    images, labels = np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.int64)
    Dataset(images, labels, images, labels, "made", "made here")
    images[0, 0, 0] = 1


def test_its_fields_cannot_be_replaced() -> None:
    with pytest.raises(FrozenInstanceError):
        make().name = "other"  # type: ignore[misc]


def test_labels_are_integers_that_do_not_wrap_round() -> None:
    images, labels = np.zeros((1, 28, 28), np.uint8), np.full(1, 3, np.uint8)
    made = Dataset(images, labels, images, labels, "made", "made here")  # type: ignore[arg-type]
    assert made.test_labels[0] - 5 == -2


def test_images_without_labels_are_refused() -> None:
    with pytest.raises(DatasetError, match="the train split of made has images"):
        make(labels=3)
