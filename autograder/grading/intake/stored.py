"""The files of a submission as they are stored: on the disk, or in a class's download."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from autograder.grading.intake import limits
from autograder.grading.intake.disk import opened, readable
from autograder.grading.intake.refusals import Refused

__all__ = ["PackedMember", "Stored"]

_PIECE: Final = 33_000_000  # bytes; a member of a download is one piece
_AROUND: Final = 1_000_000  # bytes: what stands around a member in a zip is less


@dataclass(frozen=True)
class PackedMember:
    """A member of an archive, as its list has it; a folder's name ends with a slash.

    Attributes
    ----------
    name : str
        Its name in the list.
    flaw : str
        Why it is not read; empty if it may be.
    numbers : tuple of int
        Of a zip: where its bytes begin and end, and what its reader has to know.
    """

    name: str
    flaw: str
    numbers: tuple[int, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.name.endswith(("/", "\\"))


@dataclass(frozen=True)
class Stored:
    """A file of a submission, or a class's download.

    Attributes
    ----------
    path : Path
        The file, or the download that has it.
    member : PackedMember or None
        The member of the download that it is.
    is_download : bool
        Whether it is the download itself, of which only the list at its end is read.
    """

    path: Path
    member: PackedMember | None = None
    is_download: bool = False

    @property
    def kind(self) -> str:
        """What its name says of it: `tar`, `notebook` or nothing."""
        name = (self.member.name if self.member else self.path.name).lower()
        return "notebook" if name.endswith(".ipynb") else "tar" if ".tar" in name else ""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, and of what is known of it besides; may raise Refused."""
        digest = hashlib.sha256(repr((self.kind, self.about)).encode())
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    @cached_property
    def about(self) -> dict[str, Any]:
        """What a process has to know of it besides its bytes.

        The `name` and the `numbers` that a download's list has for it, and how many bytes of it are
        `skipped`, which it never gets.
        """
        if self.member is not None:
            numbers = [0, 0, *self.member.numbers[2:]]  # wherever it is
            return {"skipped": 0, "name": self.member.name, "numbers": numbers}
        skipped = 0
        if self.is_download:
            with readable():
                skipped = max(0, self.path.stat().st_size - _PIECE)
        return {"skipped": skipped, "name": "", "numbers": []}

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes: of a member its own alone, of a download the end; may raise Refused."""
        start, most = self.about["skipped"], limits.ON_DISK
        if self.kind == "notebook":
            most = limits.NOTEBOOK
        with readable(), opened(self.path) as file:
            end = os.fstat(file.fileno()).st_size
            if self.member is not None:
                if self.member.flaw:
                    raise Refused(self.member.flaw)
                (start, end), most = self.member.numbers[:2], limits.ARCHIVE + _AROUND
            if end - start > most:
                raise Refused(f"it is larger than {limits.megabytes(most)}")
            file.seek(start)
            while start < end and (piece := file.read(min(end - start, _PIECE))):
                start += len(piece)
                yield piece
