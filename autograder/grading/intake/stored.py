"""The files of a submission as they are stored: on the disk, or in a class's download."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from autograder.grading.intake import limits
from autograder.grading.intake.disk import opened, readable
from autograder.grading.intake.refusals import Refused

__all__ = ["PackedMember", "Stored"]

_PIECE: Final = 33_000_000  # bytes; a member of a download is one piece
_LARGEST: Final = 2**63 - 1
_AROUND: Final = 1_000_000  # bytes: what stands around a member in a zip is less


class PackedMember(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
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
    numbers: tuple[Annotated[int, msgspec.Meta(ge=-_LARGEST, le=_LARGEST)], ...]

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
    def name(self) -> str:
        """Its name, as it stands there."""
        return self.member.name if self.member else self.path.name

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, and of what decides how they are read; may raise Refused."""
        digest = self.digest_begun()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def digest_begun(self) -> "hashlib._Hash":
        """Return the digest before any of its bytes."""
        kind = [one for one in (".tar", ".ipynb") if one in self.name.lower()]
        about = self.about | {"name": self.name if self.member else "", "kind": kind}
        return hashlib.sha256(repr((self.is_download, about)).encode("utf-8", "surrogatepass"))

    @cached_property
    def about(self) -> dict[str, Any]:
        """Facts that a process needs besides its bytes, of which it may get the end alone."""
        skipped = 0
        if self.is_download:
            with readable():
                skipped = max(0, self.path.stat().st_size - _PIECE)
        # It is the same wherever it stands in a download.
        numbers = [0, 0, *self.member.numbers[2:]] if self.member else []
        name = self.name.encode("utf-8", "replace").decode()
        return {"name": name, "numbers": numbers, "skipped": skipped}

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes: of a member its own alone, of a download the end; may raise Refused."""
        start, most = self.about["skipped"], limits.ON_DISK
        if self.name.lower().endswith(".ipynb"):
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
