"""Choose a source of digits and load it."""

from __future__ import annotations

import os
import sys
from functools import cache as once
from pathlib import Path
from typing import Literal

from datasets import mnist, storage
from datasets.dataset import Dataset, DatasetError
from datasets.embedded import load_embedded

__all__ = ["SOURCES", "Source", "load"]

Source = Literal["auto", "embedded", "mnist"]
SOURCES: tuple[Source, ...] = ("auto", "embedded", "mnist")


def load(source: Source = "auto") -> Dataset:
    """Load handwritten digits.

    Parameters
    ----------
    source : {"auto", "embedded", "mnist"}
        ``"embedded"``: the 1,797 digits in the kit. ``"mnist"``: the files in the folder that
        the environment variable NUDGE_MNIST_DIR names, else in the user cache, else downloaded
        there. ``"auto"``: MNIST when it is already on disk, else embedded; it never downloads,
        and says once on standard error which it took.

    Returns
    -------
    Dataset
        Read-only arrays; the same object when loaded again.

    Raises
    ------
    DatasetError
        If the source is unknown, or its files are missing, damaged or not what they claim.
    """
    if source not in SOURCES:
        raise DatasetError(f"no source {source!r}: expected one of {', '.join(SOURCES)}")
    if source == "embedded":
        return load_embedded()

    cache = storage.cache_directory()
    found = mnist.locate(os.environ, cache)
    warn_of_empty_folder(found)
    if found is None and source == "auto":
        announce("digits: the embedded ones (MNIST is not on this disk: `nudge data fetch`)")
        return load_embedded()
    if found is None:
        # The only place that reaches for the network.
        from datasets import download  # noqa: PLC0415

        found = download.fetch()
    dataset = mnist.read(found, cache)
    if source == "auto" or not found.has_train:
        announce(f"digits: {dataset.provenance}")
    return dataset


def warn_of_empty_folder(found: mnist.Found | None) -> None:
    """Say that NUDGE_MNIST_DIR was followed in vain: it is likely mistyped."""
    named = os.environ.get(mnist.VARIABLE)
    if named and (found is None or found.directory != Path(named).expanduser()):
        announce(f"digits: {mnist.VARIABLE} is {named}, where no MNIST file lies")


@once
def announce(message: str) -> None:
    """Print a message on standard error, once in a process."""
    print(message, file=sys.stderr)
