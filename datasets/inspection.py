"""What digits are on this machine, and whether they are whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from datasets import mnist, storage
from datasets.dataset import Dataset, DatasetError
from datasets.embedded import DIGITS_FILE, load_embedded, verified_bytes

__all__ = ["Report", "inspect_sources", "verify_sources"]


@dataclass(frozen=True)
class Report:
    """The state of one source of digits.

    Attributes
    ----------
    source : str
        ``"embedded"`` or ``"mnist"``.
    state : {"ready", "whole", "absent", "damaged"}
        ``"whole"`` after its checksums were compared.
    train, test : int
        Numbers of digits; 0 when they were not counted.
    detail : str
        Where they come from, or what is wrong.
    """

    source: str
    state: str
    train: int
    test: int
    detail: str

    def as_dict(self) -> dict[str, str | int]:
        """Return plain values, for JSON."""
        return asdict(self)

    def as_line(self) -> str:
        """Return one line to read."""
        counts = f"{self.train:,} to train on, {self.test:,} to test on; " if self.test else ""
        return f"{self.source:<9}{self.state:<9}{counts}{self.detail}"


def inspect_sources() -> tuple[Report, ...]:
    """Report on the embedded digits and on MNIST, as `datasets.load` would find them."""
    return (
        guarded("embedded", lambda: counted(load_embedded(), "ready")),
        guarded("mnist", inspect_mnist),
    )


def verify_sources() -> tuple[Report, ...]:
    """Read every file from disk again and compare it with its checksum."""
    return guarded("embedded", verify_embedded), guarded("mnist", verify_mnist)


def guarded(source: str, report: Callable[[], Report]) -> Report:
    """Turn an error into a report: one damaged source must not hide the other."""
    try:
        return report()
    except DatasetError as error:
        return Report(source, "damaged", 0, 0, str(error))


def counted(dataset: Dataset, state: str) -> Report:
    """Report on digits that could be loaded."""
    train, test = len(dataset.train_labels), len(dataset.test_labels)
    return Report(dataset.name, state, train, test, dataset.provenance)


def inspect_mnist() -> Report:
    """Report on MNIST by loading it from disk."""
    cache = storage.cache_directory()
    found = mnist.locate(os.environ, cache)
    return counted(mnist.read(found, cache), "ready") if found else absent(cache)


def verify_embedded() -> Report:
    """Report on the embedded digits by their checksum, not by what is in memory."""
    verified_bytes(DIGITS_FILE)
    return counted(load_embedded(), "whole")


def verify_mnist() -> Report:
    """Report on MNIST by the checksums of its files."""
    cache = storage.cache_directory()
    found = mnist.locate(os.environ, cache)
    if found is None:
        return absent(cache)
    mnist.verify(found)
    names = ", ".join(path.name for _, path in found.paths)
    return Report("mnist", "whole", 0, 0, f"{names} in {found.directory}")


def absent(cache: Path | None) -> Report:
    """Report that there is no MNIST, and where it was looked for."""
    named = os.environ.get(mnist.VARIABLE)
    places = " and ".join(str(place) for place in (named, cache) if place) or "no folder"
    advice = f"looked in {places}; `nudge data fetch` downloads it"
    return Report("mnist", "absent", 0, 0, advice)
