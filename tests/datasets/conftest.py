"""Stand-ins for MNIST: the real form, a handful of digits, checksums of their own."""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from datasets import Dataset, idx, mnist, storage
from datasets.loading import announce

REPOSITORY = Path(__file__).parents[2]
SIDE = 28


@dataclass(frozen=True)
class StandIn:
    """Four small files in MNIST's form, and the catalogue that describes them."""

    files: tuple[mnist.MnistFile, ...]
    contents: dict[str, bytes]

    def write(self, directory: Path, *, packed: bool = True, only: str = "") -> Path:
        """Write the files whose name starts with `only`, gzip or not."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, raw in self.contents.items():
            if name.startswith(only):
                path = directory / (f"{name}.gz" if packed else name)
                path.write_bytes(gzip.compress(raw, mtime=0) if packed else raw)
        return directory

    def read(self, directory: Path, cache: Path | None = None) -> Dataset:
        """Find and read the files in a directory."""
        found = mnist.locate({mnist.VARIABLE: str(directory)}, None, self.files)
        assert found is not None
        return mnist.read(found, cache)


@pytest.fixture
def stand_in() -> StandIn:
    rng = np.random.default_rng(7)
    contents, files = {}, []
    for file in mnist.FILES:
        count = 12 if file.split == "train" else 5
        if file.dimensions == 3:
            array = rng.integers(0, 256, (count, SIDE, SIDE), dtype=np.uint8)
        else:
            array = rng.integers(0, 10, count, dtype=np.uint8)
        raw = idx.pack(array)
        contents[file.name] = raw
        files.append(
            replace(
                file,
                sha256=hashlib.sha256(raw).hexdigest(),
                gzip_sha256=hashlib.sha256(gzip.compress(raw, mtime=0)).hexdigest(),
            )
        )
    return StandIn(tuple(files), contents)


@pytest.fixture
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without MNIST, on which nothing was announced yet; its cache is returned."""
    cache = tmp_path / "cache"
    monkeypatch.setattr(storage, "cache_directory", lambda: cache)
    monkeypatch.delenv(mnist.VARIABLE, raising=False)
    announce.cache_clear()
    return cache


def find_real_mnist() -> Path | None:
    named = os.environ.get(mnist.VARIABLE)
    places = [Path(named)] if named else []
    places.append(REPOSITORY.parent / "shared" / "data" / "mnist")
    return next((place for place in places if any(place.glob("t10k-images*"))), None)


@pytest.fixture(scope="session")
def real_mnist() -> Path:
    place = find_real_mnist()
    if place is None:
        pytest.skip(f"{mnist.VARIABLE} names no folder with MNIST's test files")
    return place
