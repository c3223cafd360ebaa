"""The files of a submission as they are stored: on the disk, or in a class's download."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, partial
from io import BufferedReader
from pathlib import Path
from typing import Final, cast

from autograder.grading.intake import limits
from autograder.grading.intake.disk import opened, read_file, readable
from autograder.grading.intake.refusals import Refused
from autograder.isolation import ClosedFile

__all__ = ["PackedMember", "Stored"]

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
        Of a class's download: where its bytes begin and end, and what its reader has to know.
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
    """A file of a submission.

    Attributes
    ----------
    path : Path
        The file, or the class's download that has it.
    member : PackedMember or None
        The member of the download that it is.
    """

    path: Path
    member: PackedMember | None = None

    @cached_property
    def closed(self) -> ClosedFile:
        """The file as a process gets it; of a download, that is the member's bytes alone.

        Raises
        ------
        Refused
            If it cannot be read.
        """
        name = (self.member.name if self.member else self.path.name).lower()
        kind = "tar" if ".tar" in name else "notebook" if name.endswith(".ipynb") else ""
        if self.member is None and kind != "notebook":
            with readable(), opened(self.path) as file:
                digest = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
            return ClosedFile(digest, kind, 0, partial(opened, self.path))
        # Loaded again when it is sent, since several wait at the same time.
        data = self._load()
        if self.member is None:
            return ClosedFile(hashlib.sha256(data).hexdigest(), kind, len(data), self._load)
        name, numbers = self.member.name, self.member.numbers
        about = json.dumps([name, *numbers[2:]]).encode()
        digest = hashlib.sha256(about + b"\n" + data).hexdigest()
        return ClosedFile(digest, kind, len(data), self._load, name, numbers)

    def _load(self) -> bytes:
        if self.member is None:
            return read_file(self.path, limits.NOTEBOOK)
        if self.member.flaw:
            raise Refused(self.member.flaw)
        start, end = self.member.numbers[:2]
        if end - start > limits.ARCHIVE + _AROUND:
            raise Refused(f"it is larger than {limits.megabytes(limits.ARCHIVE)}")
        with readable(), opened(self.path) as file:
            file.seek(start)
            return file.read(end - start)
