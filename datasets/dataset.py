"""What every source gives: images, labels, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Dataset", "DatasetError"]

SIDE = 28


class DatasetError(Exception):
    """Digits could not be had: the message says which file, what was expected, what to do."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Handwritten digits in MNIST's form, in a training and a test split.

    Attributes
    ----------
    train_images, test_images : ndarray of uint8, shape (m, 28, 28)
        0 is paper, 255 is ink; rows run down, columns to the right. Read-only.
    train_labels, test_labels : ndarray of int64, shape (m,)
        The digits, 0 to 9. Read-only.
    name : str
        ``"embedded"`` or ``"mnist"``.
    provenance : str
        One sentence: whose digits these are and where they were read.
    """

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.int64]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.int64]
    name: str
    provenance: str

    def __post_init__(self) -> None:
        for split in ("train", "test"):
            images = getattr(self, f"{split}_images")
            labels = getattr(self, f"{split}_labels")
            if images.shape != (len(labels), SIDE, SIDE):
                raise DatasetError(
                    f"the {split} split of {self.name} has images {images.shape} and labels "
                    f"{labels.shape}; expected (m, {SIDE}, {SIDE}) and (m,)"
                )
            object.__setattr__(self, f"{split}_images", read_only(images, np.uint8))
            object.__setattr__(self, f"{split}_labels", read_only(labels, np.int64))


def read_only(array: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """Return a read-only view: students share one copy, and a slip must not change it."""
    view = np.asarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view
