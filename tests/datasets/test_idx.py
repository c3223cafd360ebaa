"""The IDX format."""

import numpy as np
import pytest

from datasets import DatasetError, idx


def as_bytes(data: bytes) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer(data, np.uint8)


def test_images_come_back_as_they_were_written() -> None:
    images = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    np.testing.assert_array_equal(idx.parse(as_bytes(idx.pack(images)), 3, "images"), images)


def test_labels_come_back_as_they_were_written() -> None:
    labels = np.array([3, 1, 4], np.uint8)
    np.testing.assert_array_equal(idx.parse(as_bytes(idx.pack(labels)), 1, "labels"), labels)


def test_the_magic_numbers_are_those_of_mnist() -> None:
    assert (idx.magic(1), idx.magic(3)) == (2049, 2051)


def test_parsing_copies_nothing() -> None:
    raw = as_bytes(idx.pack(np.ones((2, 3, 4))))
    assert np.shares_memory(idx.parse(raw, 3, "images"), raw)


def test_a_label_file_with_an_image_files_name_is_reported() -> None:
    raw = as_bytes(idx.pack(np.array([1, 2])))
    with pytest.raises(
        DatasetError,
        match=r"train-images is mislabelled: expected an image file "
        r"\(magic number 2051\), found a label file",
    ):
        idx.parse(raw, 3, "train-images")


def test_a_file_of_another_format_is_called_mislabelled() -> None:
    with pytest.raises(DatasetError, match="found something else"):
        idx.parse(as_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20)), 3, "images")


@pytest.mark.parametrize("kept", [0, 3, 7, 15, 39])
def test_a_file_cut_anywhere_is_called_truncated(kept: int) -> None:
    raw = as_bytes(idx.pack(np.ones((2, 3, 4)))[:kept])
    with pytest.raises(DatasetError, match="images is truncated"):
        idx.parse(raw, 3, "images")


def test_bytes_after_the_end_are_refused() -> None:
    raw = as_bytes(idx.pack(np.ones((2, 3, 4))) + b"!")
    with pytest.raises(DatasetError, match="too long: its header promises 40 bytes, found 41"):
        idx.parse(raw, 3, "images")


def test_forged_sizes_that_would_overflow_are_refused() -> None:
    header = np.array([2051, 2**31, 2**31, 4], ">u4").tobytes()
    with pytest.raises(DatasetError, match="truncated"):
        idx.parse(as_bytes(header), 3, "images")
