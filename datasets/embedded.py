"""The embedded digits: 1,797 of them, in the repository, ready without a network."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import lru_cache
from pathlib import Path

import numpy as np

from datasets.dataset import Dataset, DatasetError

__all__ = ["CHECKSUM_FILE", "DIGITS_FILE", "TEST_COUNT", "TRAIN_COUNT", "load_embedded"]

DIGITS_FILE = Path(__file__).parent / "data" / "digits.npz"
CHECKSUM_FILE = DIGITS_FILE.with_name("digits.npz.sha256")
TRAIN_COUNT, TEST_COUNT = 1500, 297
PROVENANCE = (
    "1,797 handwritten digits of the UCI optical recognition set (E. Alpaydin and C. Kaynak, "
    "CC BY 4.0), brought to MNIST's form; embedded in the kit"
)


@lru_cache
def load_embedded(digits_file: Path = DIGITS_FILE) -> Dataset:
    """Load the embedded digits: 1,500 to train on and 297 to test on.

    Parameters
    ----------
    digits_file : Path
        The packed digits; its checksum lies beside it, with ``.sha256`` after its name.

    Returns
    -------
    Dataset
        The same object on every call in a process.

    Raises
    ------
    DatasetError
        If the file is missing or is not the one that its checksum names.
    """
    packed = verified_bytes(digits_file)
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"]
    except (KeyError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{digits_file} cannot be read ({error}); {REMEDY}") from error
    return Dataset(
        train_images=images[:TRAIN_COUNT],
        train_labels=labels[:TRAIN_COUNT],
        test_images=images[TRAIN_COUNT:],
        test_labels=labels[TRAIN_COUNT:],
        name="embedded",
        provenance=PROVENANCE,
    )


REMEDY = "copy the datasets folder from the kit again"


def verified_bytes(digits_file: Path) -> bytes:
    """Return the file's bytes, having compared them with the checksum beside it."""
    checksum_file = digits_file.with_name(f"{digits_file.name}.sha256")
    try:
        packed = digits_file.read_bytes()
        expected = checksum_file.read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"the embedded digits need {digits_file} and {checksum_file.name} beside it "
            f"({error}); {REMEDY}"
        ) from error
    found = hashlib.sha256(packed).hexdigest()
    if found != expected:
        raise DatasetError(
            f"{digits_file} is damaged: expected SHA-256 {expected}, found {found}; {REMEDY}"
        )
    return packed
