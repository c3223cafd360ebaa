"""MNIST on disk: where it is looked for, how it is verified, how it is read.

A file is MNIST when its decompressed bytes have MNIST's SHA-256; mirrors re-pack the gzip
around them, so what the gzip is does not matter for files that a user brings.
"""

from __future__ import annotations

import gzip
import hashlib
import shlex
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from datasets import idx, storage
from datasets.dataset import SIDE, Dataset, DatasetError

__all__ = [
    "FILES",
    "VARIABLE",
    "Found",
    "MnistFile",
    "locate",
    "read",
    "unpack",
    "verify",
]

VARIABLE = "NUDGE_MNIST_DIR"

Split = Literal["train", "test"]


@dataclass(frozen=True)
class MnistFile:
    """One of MNIST's four files.

    Attributes
    ----------
    name : str
        Its canonical name, without ``.gz``.
    split, dimensions
        ``"train"`` or ``"test"``; 3 for images, 1 for labels.
    sha256, gzip_sha256 : str
        Of the decompressed bytes, and of the gzip file that the mirrors hold.
    """

    name: str
    split: Split
    dimensions: int
    sha256: str
    gzip_sha256: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """The names under which people keep this file, the decompressed ones first."""
        dotted = self.name.replace("-idx", ".idx")
        return (self.name, dotted, f"{self.name}.gz", f"{dotted}.gz")


FILES = (
    MnistFile(
        "train-images-idx3-ubyte",
        "train",
        3,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    MnistFile(
        "train-labels-idx1-ubyte",
        "train",
        1,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    MnistFile(
        "t10k-images-idx3-ubyte",
        "test",
        3,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    MnistFile(
        "t10k-labels-idx1-ubyte",
        "test",
        1,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)


@dataclass(frozen=True)
class Found:
    """A directory with MNIST in it: which file lies where."""

    directory: Path
    paths: tuple[tuple[MnistFile, Path], ...]

    @property
    def has_train(self) -> bool:
        """Whether the training split is there."""
        return any(file.split == "train" for file, _ in self.paths)


def locate(
    environ: Mapping[str, str], cache: Path | None, files: tuple[MnistFile, ...] = FILES
) -> Found | None:
    """Look for MNIST on disk: in ``NUDGE_MNIST_DIR``, else in the cache.

    Raises
    ------
    DatasetError
        If a directory holds some of the files, but not those that make a split.
    """
    named = environ.get(VARIABLE)
    for directory in (Path(named).expanduser() if named else None, cache):
        found = look_in(directory, files) if directory is not None else None
        if found is not None:
            return found
    return None


def look_in(directory: Path, files: tuple[MnistFile, ...]) -> Found | None:
    """Return the files in one directory: both splits, or the test split, or None."""
    paths: dict[MnistFile, Path] = {}
    for file in files:
        candidates = (directory / spelling for spelling in file.spellings)
        path = next((candidate for candidate in candidates if candidate.is_file()), None)
        if path is not None:
            paths[file] = path
    if not paths:
        return None
    begun = {file.split for file in paths} | {"test"}
    missing = [file.name for file in files if file.split in begun and file not in paths]
    if missing:
        raise DatasetError(
            f"{directory} holds {', '.join(path.name for path in paths.values())} but not "
            f"{' and '.join(missing)}: images and labels are needed, of the test split at least; "
            f"add the missing file (gzip or not), or run `{fetching(directory)}`"
        )
    return Found(directory, tuple(paths.items()))


def fetching(directory: Path) -> str:
    """Return the command that puts whole files there, where they go before the damaged ones."""
    return f"nudge data fetch --to {shlex.quote(str(directory))}"


@contextmanager
def remedied(directory: Path) -> Iterator[None]:
    """Say of whatever is wrong with the files of a directory how it is mended."""
    try:
        yield
    except DatasetError as error:
        raise DatasetError(
            f"{error}; bring the file again, or run `{fetching(directory)}`"
        ) from error


@lru_cache(maxsize=4)
def read(found: Found, cache: Path | None) -> Dataset:
    """Read MNIST, verified, mapped into memory from decompressed files.

    Parameters
    ----------
    found : Found
        The files.
    cache : Path, optional
        Where gzip files are decompressed to, once; without it, or when it cannot be written,
        the images are held in memory.

    Returns
    -------
    Dataset
        Its training split is empty when the training files are not there; `provenance` says so.

    Raises
    ------
    DatasetError
        If a file is corrupt, truncated, mislabelled, of another length than its partner, or not
        MNIST.
    """
    with remedied(found.directory):
        arrays = check(found, {file: open_file(file, path, cache) for file, path in found.paths})
    splits: dict[str, NDArray[np.uint8]] = {
        "train3": np.empty((0, SIDE, SIDE), np.uint8),
        "train1": np.empty(0, np.uint8),
    }
    for file, array in arrays.items():
        splits[f"{file.split}{file.dimensions}"] = array
    gap = "" if found.has_train else "; the training split is missing: its files are not there"
    return Dataset(
        train_images=splits["train3"],
        train_labels=splits["train1"].astype(np.int64),
        test_images=splits["test3"],
        test_labels=splits["test1"].astype(np.int64),
        name="mnist",
        provenance=f"MNIST (Y. LeCun, C. Cortes, C. Burges), from {found.directory}{gap}",
    )


def check(
    found: Found, contents: Mapping[MnistFile, NDArray[np.uint8]]
) -> dict[MnistFile, NDArray[np.uint8]]:
    """Parse the files and verify them; the plainer mistakes are named first."""
    paths = dict(found.paths)
    arrays = {
        file: idx.parse(raw, file.dimensions, str(paths[file])) for file, raw in contents.items()
    }
    for images, labels in zip(list(arrays)[::2], list(arrays)[1::2], strict=True):
        if len(arrays[images]) != len(arrays[labels]):
            raise DatasetError(
                f"{paths[images]} and {paths[labels]} do not belong together: "
                f"{len(arrays[images]):,} images, {len(arrays[labels]):,} labels"
            )
    for file, raw in contents.items():
        digest = sha256(raw)
        if digest != file.sha256:
            raise DatasetError(
                f"{paths[file]} is not MNIST's {file.name}: expected SHA-256 {file.sha256} of "
                f"the decompressed bytes, found {digest}"
            )
    return arrays


def open_file(file: MnistFile, path: Path, cache: Path | None) -> NDArray[np.uint8]:
    """Return a file's decompressed bytes, mapped where they are on disk."""
    try:
        if path.suffix != ".gz":
            return mapped(path)
        packed = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror or error}") from error
    if cache is None:
        return np.frombuffer(unpack(packed, str(path)), np.uint8)
    # Named by the content: another file under the same name has another place here.
    copy = cache / "unpacked" / hashlib.sha256(packed).hexdigest()
    try:
        if copy.is_file() and sha256(mapped(copy)) == file.sha256:
            return mapped(copy)
    except OSError:
        pass
    raw = np.frombuffer(unpack(packed, str(path)), np.uint8)
    if sha256(raw) != file.sha256:
        return raw
    try:
        storage.write_whole(copy, raw.tobytes())
        return mapped(copy)
    except OSError:
        return raw


def mapped(path: Path) -> NDArray[np.uint8]:
    """Map a file into memory; an empty file, which cannot be mapped, is an empty array."""
    if path.stat().st_size == 0:
        return np.empty(0, np.uint8)
    return np.asarray(np.memmap(path, np.uint8, mode="r"))


def sha256(raw: NDArray[np.uint8]) -> str:
    """Return the digest of an array's bytes."""
    return hashlib.sha256(raw.data).hexdigest()


def unpack(packed: bytes, where: str) -> bytes:
    """Decompress a gzip file held in memory."""
    try:
        return gzip.decompress(packed)
    except (EOFError, OSError, zlib.error) as error:
        raise DatasetError(f"{where} is corrupt: expected a whole gzip file ({error})") from error


def verify(found: Found) -> None:
    """Check every file of a directory, without the cache.

    Raises
    ------
    DatasetError
        As `read` does.
    """
    with remedied(found.directory):
        check(found, {file: open_file(file, path, None) for file, path in found.paths})
