"""The IDX format of MNIST's files: a magic number, the sizes, then the bytes, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.dataset import DatasetError

__all__ = ["pack", "parse"]

UNSIGNED_BYTE = 0x08
CONTENTS = {1: "a label file", 3: "an image file"}

Bytes = NDArray[np.uint8]


def parse(raw: Bytes, dimensions: int, where: str) -> Bytes:
    """View the bytes of an IDX file as the array they hold; nothing is copied.

    Parameters
    ----------
    raw : ndarray of uint8, shape (n,)
        The whole file, decompressed.
    dimensions : int
        1 for labels, 3 for images.
    where : str
        The file's name, for the error.

    Returns
    -------
    ndarray of uint8, with as many axes as `dimensions`
        The first axis counts the examples.

    Raises
    ------
    DatasetError
        If the magic number is another, or there are fewer or more bytes than the header says.
    """
    wanted = f"{CONTENTS[dimensions]} (magic number {magic(dimensions)})"
    header = 4 + 4 * dimensions
    if raw.size < 4:
        raise DatasetError(f"{where} is truncated: expected {wanted}, found {raw.size} bytes")
    found = big_endian(raw[:4])[0]
    if found != magic(dimensions):
        kinds = {magic(axes): kind for axes, kind in CONTENTS.items()}
        raise DatasetError(
            f"{where} is mislabelled: expected {wanted}, "
            f"found {kinds.get(found, 'something else')} (magic number {found})"
        )
    if raw.size < header:
        raise DatasetError(f"{where} is truncated: its header of {header} bytes is not complete")
    sizes = big_endian(raw[4:header])
    # Python's integers: four forged sizes must not overflow into a small product.
    expected = header
    product = 1
    for size in sizes:
        product *= size
    expected += product
    if raw.size != expected:
        state = "truncated" if raw.size < expected else "too long"
        raise DatasetError(
            f"{where} is {state}: its header promises {expected:,} bytes, found {raw.size:,}"
        )
    return raw[header:].reshape(sizes)


def magic(dimensions: int) -> int:
    """Return the magic number of unsigned bytes with so many axes: 2049 or 2051."""
    return UNSIGNED_BYTE << 8 | dimensions


def big_endian(raw: Bytes) -> list[int]:
    """Read 32-bit numbers, most significant byte first."""
    numbers: list[int] = np.frombuffer(raw.tobytes(), dtype=">u4").tolist()
    return numbers


def pack(array: NDArray[Any]) -> bytes:
    """Write an array of unsigned bytes as an IDX file."""
    header = np.array([magic(array.ndim), *array.shape], dtype=">u4")
    return header.tobytes() + np.ascontiguousarray(array, dtype=np.uint8).tobytes()
