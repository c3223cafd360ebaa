"""The files of a submission, wherever they are stored, and the refusals of what is left out."""

import os
import re
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from autograder.calls.wire import ITSELF
from autograder.grading.intake import limits
from autograder.grading.intake.disk import LINK, NO_FILE, reason_of
from autograder.grading.intake.names import ARCHIVES, LITTER
from autograder.grading.intake.refusals import Refusal, Refused
from autograder.grading.intake.stored import Stored

__all__ = ["File", "Listing", "list_folder"]

_MOST_REFUSALS: Final = 100
_LONGEST: Final = 70_000  # letters; a zip has fewer, and to take longer ones apart takes time
_TOO_LONG: Final = f"its name is longer than {limits.NAME} bytes, or its path than a thousand"


@dataclass(frozen=True)
class File:
    """A file that may be read.

    Attributes
    ----------
    path : str
        Its place, with slashes between the parts.
    stored : Stored
        Where it is stored.
    number : int
        Its number in the archive that is stored there; -1 if it is that file itself.
    """

    path: str
    stored: Stored
    number: int = ITSELF

    @property
    def is_unpacked(self) -> bool:
        """Whether its bytes are on the disk as they are, and nobody has to open it."""
        is_itself = self.number == ITSELF and self.stored.member is None
        return is_itself and not self.is_notebook

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """All but the last part."""
        return self.path.rpartition("/")[0]

    @property
    def is_module(self) -> bool:
        """Whether its name is that of a Python module."""
        return self.name.lower().endswith(".py")

    @property
    def is_notebook(self) -> bool:
        """Whether its name is that of a notebook."""
        return self.name.lower().endswith(".ipynb")

    @property
    def is_archive(self) -> bool:
        """Whether its name is that of an archive that can be opened."""
        return self.name.lower().endswith(ARCHIVES)


@dataclass
class Listing:
    """The files of one folder or archive, and what was refused in it."""

    files: dict[str, File] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, file: File) -> None:
        """Add a file; of two with the same path the later counts, as with unzip and tar."""
        if file.path in self.files:
            self.refuse(file.path, "there are two of this name in the archive; the last one counts")
            del self.files[file.path]
        self.files[file.path] = file

    def refuse(self, path: str, reason: object) -> None:
        """Note why something is left out; the list of refusals has a limit."""
        if len(self.refused) < _MOST_REFUSALS:
            self.refused.append(Refusal.of(path, reason))
        elif len(self.refused) == _MOST_REFUSALS:
            self.refused.append(Refusal("more", "and many others, not listed here"))

    def placed(self, path: str) -> str | None:
        """Return the place of a member, or None after noting why it has no place."""
        try:
            return _place(path)
        except Refused as reason:
            self.refuse(path, reason)
            return None


def _place(path: str) -> str | None:
    """Return a member's path without `.` and empty parts, or None if a system left it behind.

    Raises
    ------
    Refused
        If it leads out of the submission, is too deep or too long, or has a character that
        no name has.
    """
    if len(path) > _LONGEST:
        raise Refused(_TOO_LONG)
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise Refused("its path is absolute, and leads out of the submission")
    if ".." in parts:
        raise Refused("its path has .. in it, and leads out of the submission")
    if any(LITTER.match(part) for part in parts) or not parts:
        return None
    if "\0" in path:
        raise Refused("its name has a NUL in it")
    sizes = [len(part.encode("utf-8", "surrogatepass")) for part in parts]
    if max(sizes) > limits.NAME or sum(sizes) > limits.PATH:
        raise Refused(_TOO_LONG)
    if len(parts) > limits.DEPTH:
        raise Refused(f"it is more than {limits.DEPTH} folders deep")
    return "/".join(parts)


def list_folder(root: Path) -> Listing:
    """List the files of a folder, the shallow ones first; no link is followed."""
    listing = Listing()
    waiting = deque([""])
    looked_at = 0
    while waiting:
        here = waiting.popleft()
        try:
            with os.scandir(root / here) as entries:
                found = sorted(islice(entries, limits.MEMBERS + 1), key=lambda entry: entry.name)
        except OSError as error:
            listing.refuse(here or root.name, reason_of(error))
            continue
        for entry in found:
            looked_at += 1
            if looked_at > limits.MEMBERS:
                listing.refuse(here or root.name, f"it has more than {limits.MEMBERS:,} files")
                return listing
            path = listing.placed(f"{here}/{entry.name}" if here else entry.name)
            if path is None:
                continue
            if entry.is_symlink():
                listing.refuse(path, LINK)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                listing.add(File(path, Stored(root / path)))
            else:
                listing.refuse(path, NO_FILE)
    return listing
