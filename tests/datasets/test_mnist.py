"""MNIST on disk."""

import gzip
import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from datasets import Dataset, DatasetError, idx, mnist

from .conftest import StandIn

IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"


@pytest.mark.parametrize("packed", [True, False])
def test_the_files_are_read_gzip_or_not(tmp_path: Path, stand_in: StandIn, packed: bool) -> None:
    digits = stand_in.read(stand_in.write(tmp_path, packed=packed))
    assert digits.train_images.shape == (12, 28, 28)
    assert (
        digits.test_labels.tobytes()
        == np.frombuffer(stand_in.contents[LABELS][8:], np.uint8).astype(np.int64).tobytes()
    )


def test_names_with_a_dot_are_found_too(tmp_path: Path, stand_in: StandIn) -> None:
    stand_in.write(tmp_path, packed=False)
    for path in list(tmp_path.iterdir()):
        path.rename(path.with_name(path.name.replace("-idx", ".idx")))
    assert len(stand_in.read(tmp_path).test_labels) == 5


def test_the_named_folder_goes_before_the_cache(tmp_path: Path, stand_in: StandIn) -> None:
    named, cache = stand_in.write(tmp_path / "named"), stand_in.write(tmp_path / "cache")
    found = mnist.locate({mnist.VARIABLE: str(named)}, cache, stand_in.files)
    assert found is not None
    assert found.directory == named


def test_the_cache_is_taken_when_the_named_folder_is_empty(
    tmp_path: Path, stand_in: StandIn
) -> None:
    cache = stand_in.write(tmp_path / "cache")
    found = mnist.locate({mnist.VARIABLE: str(tmp_path / "no")}, cache, stand_in.files)
    assert found is not None
    assert found.directory == cache


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert mnist.locate({}, tmp_path) is None
    assert mnist.locate({}, None) is None


def test_decompressed_images_are_mapped_not_copied(tmp_path: Path, stand_in: StandIn) -> None:
    digits = stand_in.read(stand_in.write(tmp_path, packed=False))
    assert is_mapped(digits.train_images)


def test_gzip_files_are_decompressed_into_the_cache_and_mapped(
    tmp_path: Path, stand_in: StandIn
) -> None:
    cache = tmp_path / "cache"
    digits = stand_in.read(stand_in.write(tmp_path / "named"), cache)
    assert is_mapped(digits.train_images)
    assert len(list((cache / "unpacked").iterdir())) == 4


def test_a_damaged_copy_in_the_cache_is_made_again(tmp_path: Path, stand_in: StandIn) -> None:
    named, cache = stand_in.write(tmp_path / "named"), tmp_path / "cache"
    stand_in.read(named, cache)
    for copy in (cache / "unpacked").iterdir():
        copy.write_bytes(b"damaged")
    mnist.read.cache_clear()
    assert len(stand_in.read(named, cache).train_labels) == 12


def test_images_stay_in_memory_if_the_cache_cannot_be_written(
    tmp_path: Path, stand_in: StandIn
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    digits = stand_in.read(stand_in.write(tmp_path / "named"), blocked)
    assert len(digits.train_labels) == 12


def test_test_files_alone_serve_the_test_split_and_say_so(
    tmp_path: Path, stand_in: StandIn
) -> None:
    digits = stand_in.read(stand_in.write(tmp_path, only="t10k"))
    assert digits.train_images.shape == (0, 28, 28)
    assert digits.train_labels.shape == (0,)
    assert len(digits.test_labels) == 5
    assert "training split is missing" in digits.provenance


def test_images_without_labels_are_refused_naming_the_labels(
    tmp_path: Path, stand_in: StandIn
) -> None:
    stand_in.write(tmp_path)
    (tmp_path / f"{LABELS}.gz").unlink()
    with pytest.raises(DatasetError, match=f"but not {LABELS}"):
        stand_in.read(tmp_path)


def test_training_files_alone_are_refused(tmp_path: Path, stand_in: StandIn) -> None:
    with pytest.raises(DatasetError, match=f"{IMAGES} and {LABELS}"):
        stand_in.read(stand_in.write(tmp_path, only="train"))


def test_a_truncated_file_is_named(tmp_path: Path, stand_in: StandIn) -> None:
    path = stand_in.write(tmp_path, packed=False) / IMAGES
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DatasetError, match=f"{IMAGES} is truncated: its header promises 3,936"):
        stand_in.read(tmp_path)


def test_an_empty_file_is_named(tmp_path: Path, stand_in: StandIn) -> None:
    (stand_in.write(tmp_path, packed=False) / IMAGES).write_bytes(b"")
    with pytest.raises(DatasetError, match=f"{IMAGES} is truncated"):
        stand_in.read(tmp_path)


def test_a_truncated_gzip_file_is_called_corrupt(tmp_path: Path, stand_in: StandIn) -> None:
    path = stand_in.write(tmp_path) / f"{IMAGES}.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DatasetError, match=f"{IMAGES}.gz is corrupt: expected a whole gzip file"):
        stand_in.read(tmp_path)


def test_a_file_that_only_claims_to_be_gzip_is_called_corrupt(
    tmp_path: Path, stand_in: StandIn
) -> None:
    (stand_in.write(tmp_path) / f"{IMAGES}.gz").write_bytes(b"<html>moved</html>")
    with pytest.raises(DatasetError, match=f"{IMAGES}.gz is corrupt"):
        stand_in.read(tmp_path)


def test_labels_under_the_images_name_are_called_mislabelled(
    tmp_path: Path, stand_in: StandIn
) -> None:
    stand_in.write(tmp_path, packed=False)
    (tmp_path / IMAGES).write_bytes(stand_in.contents[LABELS])
    with pytest.raises(DatasetError, match=f"{IMAGES} is mislabelled"):
        stand_in.read(tmp_path)


def test_files_of_different_lengths_are_refused_with_both_counts(
    tmp_path: Path, stand_in: StandIn
) -> None:
    stand_in.write(tmp_path, packed=False)
    (tmp_path / LABELS).write_bytes(stand_in.contents["train-labels-idx1-ubyte"])
    with pytest.raises(DatasetError, match="5 images, 12 labels"):
        stand_in.read(tmp_path)


@pytest.mark.parametrize("packed", [True, False])
def test_well_formed_files_that_are_not_mnist_are_refused(
    tmp_path: Path, stand_in: StandIn, packed: bool
) -> None:
    stand_in.write(tmp_path, packed=packed)
    expected = mnist.FILES[0].sha256
    found = mnist.locate({mnist.VARIABLE: str(tmp_path)}, None)
    assert found is not None
    with pytest.raises(DatasetError, match=f"expected SHA-256 {expected} .*, found [0-9a-f]"):
        mnist.read(found, tmp_path / "cache")


def test_a_file_packed_again_is_still_the_same_file(tmp_path: Path, stand_in: StandIn) -> None:
    stand_in.write(tmp_path)
    packed = gzip.compress(stand_in.contents[IMAGES], compresslevel=1, mtime=99)
    (tmp_path / f"{IMAGES}.gz").write_bytes(packed)
    assert len(stand_in.read(tmp_path).test_labels) == 5


def cut_short(raw: bytes) -> bytes:
    return raw[:-1]


def labels_only(raw: bytes) -> bytes:
    return idx.pack(np.zeros(5, np.uint8))


def one_byte_changed(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize("damage", [cut_short, labels_only, one_byte_changed])
def test_whatever_the_damage_the_command_that_fixes_it_is_told(
    tmp_path: Path, stand_in: StandIn, damage: Callable[[bytes], bytes]
) -> None:
    directory = stand_in.write(tmp_path / "my files", packed=False)
    (directory / IMAGES).write_bytes(damage(stand_in.contents[IMAGES]))
    with pytest.raises(DatasetError, match=r"or run `nudge data fetch --to '.*/my files'`$"):
        stand_in.read(directory)


def test_verifying_finds_a_changed_byte(tmp_path: Path, stand_in: StandIn) -> None:
    path = stand_in.write(tmp_path, packed=False) / IMAGES
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    found = mnist.locate({mnist.VARIABLE: str(tmp_path)}, None, stand_in.files)
    assert found is not None
    with pytest.raises(DatasetError, match="is not MNIST's"):
        mnist.verify(found)


def test_the_real_test_files_are_recognised(tmp_path: Path, real_mnist: Path) -> None:
    found = mnist.locate({mnist.VARIABLE: str(real_mnist)}, None)
    assert found is not None
    digits = mnist.read(found, tmp_path / "cache")
    assert digits.test_images.shape == (10_000, 28, 28)
    np.testing.assert_array_equal(digits.test_labels[:5], [7, 2, 1, 0, 4])


def is_mapped(array: NDArray[np.uint8]) -> bool:
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    return isinstance(base, mmap.mmap)


def test_the_result_is_a_dataset(tmp_path: Path, stand_in: StandIn) -> None:
    assert isinstance(stand_in.read(stand_in.write(tmp_path)), Dataset)
