"""The files of a submission, wherever they are stored, and the refusals of what is left out."""

import errno
import os
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from autograder.grading.intake import limits
from autograder.grading.intake.names import ARCHIVES, LITTER, shown

__all__ = [
    "LINK",
    "File",
    "Listing",
    "Opener",
    "Refusal",
    "Refused",
    "bounded",
    "file_on_disk",
    "list_folder",
    "opened",
    "readable",
    "reason_of",
]

Opener = Callable[[], BinaryIO]

_MOST_REFUSALS: Final = 100
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0)  # not every system has every one
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
LINK: Final = "it is a link; hand in the files themselves"
_NO_FILE: Final = "it is a pipe, a device or a socket, not a file"


@dataclass(frozen=True)
class Refusal:
    """One thing in a submission that was left out.

    Attributes
    ----------
    path : str
        Its place in what was handed in, made fit to show.
    reason : str
        The reason, as a sentence about "it".
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} was left out: {self.reason}"

    @classmethod
    def of(cls, path: str, reason: object) -> "Refusal":
        """Return a refusal of a path that may hold any characters."""
        return cls(shown(path), shown(str(reason), 300))

    def within(self, place: str) -> "Refusal":
        """Return the same refusal as it looks from outside."""
        return Refusal(f"{place}/{self.path}", self.reason)


class Refused(Exception):
    """Something is left out; the text is a sentence about "it"."""


@dataclass(frozen=True)
class File:
    """A file that may be read.

    Attributes
    ----------
    path : str
        Its place, with slashes between the parts.
    read : callable
        Given a limit in bytes, returns the content; raises Refused if there is more.
    open : callable or None
        Opens it for reading in pieces, where that needs no copy in memory.
    """

    path: str
    read: Callable[[int], bytes]
    open: Opener | None = None

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
        raise Refused(f"its name is longer than {limits.NAME} bytes, or its path than a thousand")
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
                listing.add(file_on_disk(root / path, path))
            else:
                listing.refuse(path, _NO_FILE)
    return listing


def file_on_disk(path: Path, name: str) -> File:
    """Return a file that is opened when it is read, and only if it is an ordinary file."""
    return File(name, lambda limit: _read_file(path, limit), lambda: opened(path))


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file; never a link, a pipe or a device.

    Raises
    ------
    Refused
        If it is not an ordinary file, or cannot be opened.
    """
    try:
        # Looked at before it is opened: opening a device can do something.
        _require_file(os.lstat(path).st_mode)
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(LINK if error.errno == errno.ELOOP else reason_of(error)) from None
    try:
        _require_file(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        with suppress(OSError):  # interrupted while it was wrapped: it may be closed
            os.close(descriptor)
        raise


def reason_of(error: OSError) -> str:
    """Return the system's reason, without the path, which may hold any characters."""
    return f"it cannot be opened ({(error.strerror or type(error).__name__).lower()})"


@contextmanager
def readable() -> Iterator[None]:
    """Turn the system's error inside the block into a refusal."""
    try:
        yield
    except OSError as error:
        raise Refused(reason_of(error)) from None


def bounded(data: bytes, limit: int) -> bytes:
    """Return `data`, or raise Refused if it is longer than `limit`."""
    if len(data) > limit:
        raise Refused(f"it is larger than {limits.megabytes(limit)}")
    return data


def _read_file(path: Path, limit: int) -> bytes:
    with opened(path) as file, readable():
        return bounded(file.read(limit + 1), limit)


def _require_file(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Refused(LINK)
    if not stat.S_ISREG(mode):
        raise Refused("it is a folder where a file belongs" if stat.S_ISDIR(mode) else _NO_FILE)
