"""Fetch MNIST from its mirrors into the cache: verified, and whole or not there."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from datasets import mnist, storage
from datasets.dataset import DatasetError

__all__ = ["MIRRORS", "fetch"]

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

# (address, file to write) -> nothing; what it raises counts as the mirror's failure.
Transfer = Callable[[str, Path], None]


def fetch(
    directory: Path | None = None,
    mirrors: Sequence[str] = MIRRORS,
    files: tuple[mnist.MnistFile, ...] = mnist.FILES,
    timeout: float = 30,
) -> mnist.Found:
    """Download the files of MNIST that a directory lacks, and keep them decompressed.

    Parameters
    ----------
    directory : Path, optional
        Where they are kept; the user cache when not given.
    mirrors : sequence of str
        Addresses of folders, tried in this order for each file.
    files : tuple of MnistFile
        What to fetch, with its checksums.
    timeout : float
        Seconds without an answer after which a mirror counts as broken.

    Returns
    -------
    Found
        The files, as `mnist.read` wants them.

    Raises
    ------
    DatasetError
        If pooch or platformdirs is not installed, no mirror gives a file, or the directory
        cannot be written.
    """
    directory = directory or storage.cache_directory()
    if directory is None:
        raise missing_package("platformdirs")
    transfer = make_transfer(timeout)
    for file in files:
        target = directory / file.name
        if not is_complete(target, file):
            fetch_file(file, target, mirrors, transfer)
    return mnist.Found(directory, tuple((file, directory / file.name) for file in files))


def missing_package(name: str) -> DatasetError:
    """Return the error for a machine that has numpy alone."""
    return DatasetError(
        f"downloading MNIST needs the package {name}, which is not installed: install it, set "
        f'{mnist.VARIABLE} to a folder with the MNIST files, or use the source "embedded"'
    )


def is_complete(target: Path, file: mnist.MnistFile) -> bool:
    """Tell whether the file is there already, to the last byte."""
    if not target.is_file():
        return False
    with target.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == file.sha256


def fetch_file(
    file: mnist.MnistFile, target: Path, mirrors: Sequence[str], transfer: Transfer
) -> None:
    """Fetch one file from the first mirror that gives the right bytes."""
    failures = []
    for mirror in mirrors:
        address = f"{mirror.rstrip('/')}/{file.name}.gz"
        try:
            with storage.whole_file(target) as temporary:
                transfer(address, temporary)
                # The decompressed file stays: it can be mapped into memory.
                temporary.write_bytes(verified(temporary.read_bytes(), file))
        except (DatasetError, OSError, ValueError) as error:
            failures.append(f"{address}: {reason(error)}")
        else:
            return
    raise DatasetError(
        f"{file.name}.gz could not be downloaded into {target.parent}. {'; '.join(failures)}. "
        f"Try again later, or set {mnist.VARIABLE} to a folder with the MNIST files"
    )


def reason(error: Exception) -> str:
    """Return an error in a few words: what the network's packages say fills a screen."""
    words = str(error)
    short = isinstance(error, DatasetError) or len(words) <= 120
    return words if short else type(error).__name__


def verified(packed: bytes, file: mnist.MnistFile) -> bytes:
    """Return the decompressed bytes of a download that is the file it should be."""
    compare(packed, f"{file.name}.gz", file.gzip_sha256)
    raw = mnist.unpack(packed, f"{file.name}.gz")
    compare(raw, file.name, file.sha256)
    return raw


def compare(data: bytes, name: str, expected: str) -> None:
    """Refuse bytes that have another digest than the one expected."""
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise DatasetError(
            f"{name} has the wrong content: expected SHA-256 {expected}, found {found}"
        )


def make_transfer(timeout: float) -> Transfer:
    """Return pooch's HTTP download, with a progress bar where someone is watching."""
    try:
        # A handout has numpy alone.
        import pooch  # noqa: PLC0415
    except ImportError:
        raise missing_package("pooch") from None

    def transfer(address: str, target: Path) -> None:
        with_bar = watched_download if sys.stderr.isatty() else plain_download
        with_bar(pooch, address, target, timeout)

    return transfer


def plain_download(pooch: Any, address: str, target: Path, timeout: float) -> None:
    """Download without a word: the output is a log, not a terminal."""
    pooch.HTTPDownloader(progressbar=False, timeout=timeout)(address, str(target), None)


def watched_download(pooch: Any, address: str, target: Path, timeout: float) -> None:
    """Download under a progress bar on standard error."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = ProgressBar(progress, progress.add_task(address.rsplit("/", 1)[-1]))
        downloader = pooch.HTTPDownloader(progressbar=bar, timeout=timeout)
        downloader(address, str(target), None)


class ProgressBar:
    """A task of rich's progress display, as pooch drives one: `total`, `update`, `reset`."""

    def __init__(self, progress: Any, task: Any) -> None:
        self.progress, self.task = progress, task

    @property
    def total(self) -> int:
        """The size of the download in bytes."""
        return int(self.progress.tasks[0].total or 0)

    @total.setter
    def total(self, size: int) -> None:
        self.progress.update(self.task, total=size)

    def update(self, size: int) -> None:
        """Count bytes that have arrived."""
        self.progress.update(self.task, advance=size)

    def reset(self) -> None:
        """Count from nothing again."""
        self.progress.reset(self.task)

    def close(self) -> None:
        """Leave the display as it is."""
