"""Files of a submission, wherever they stand, and those of a folder."""

import errno
import io
import os
import stat
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from autograder.grading.intake import limits
from autograder.grading.intake.names import ARCHIVES, Unplaced, place
from autograder.grading.intake.refusal import Refusal, Refused

__all__ = ["File", "Listing", "Opener", "file_on_disk", "in_memory", "list_folder", "opened"]

Opener = Callable[[], BinaryIO]

_MOST_REFUSALS: Final = 100
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LINK: Final = "it is a link; hand in the files themselves"
_NO_FILE: Final = "it is a pipe, a device or a socket, and no file"


@dataclass(frozen=True)
class File:
    """A file that may be read.

    Attributes
    ----------
    path : str
        Where it stands, parts separated by slashes.
    read : callable
        Given a limit in bytes, returns the content; raises Refused if there is more.
    open : callable or None
        Opens it for reading here and there, where that needs no copy in memory.
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
        """Whether it is called as Python modules are."""
        return self.name.lower().endswith(".py")

    @property
    def is_notebook(self) -> bool:
        """Whether it is called as notebooks are."""
        return self.name.lower().endswith(".ipynb")

    @property
    def is_archive(self) -> bool:
        """Whether it is called as an archive of a kind that can be opened."""
        return self.name.lower().endswith(ARCHIVES)


@dataclass
class Listing:
    """The files found in one folder or archive, and what of it was refused."""

    files: dict[str, File] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, file: File) -> None:
        """Take a file; of two with one path the later counts, as it does for unzip and tar."""
        if file.path in self.files:
            self.refuse(file.path, "there are two of this name in the archive; the last one counts")
            del self.files[file.path]
        self.files[file.path] = file

    def refuse(self, path: str, reason: object) -> None:
        """Say why something is left out; a flood of refusals ends with a last one."""
        if len(self.refused) < _MOST_REFUSALS:
            self.refused.append(Refusal.of(path, reason))
        elif len(self.refused) == _MOST_REFUSALS:
            self.refused.append(Refusal("more", "and many another one, not listed here"))

    def placed(self, path: str) -> str | None:
        """Return where a member belongs, or None after saying why it does not."""
        try:
            return place(path)
        except Unplaced as reason:
            self.refuse(path, reason)
            return None


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
                listing.refuse(path, _LINK)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                listing.add(file_on_disk(root / path, path))
            else:
                listing.refuse(path, _NO_FILE)
    return listing


def file_on_disk(path: Path, name: str) -> File:
    """Return a file that is opened when it is read, and only if it is an ordinary one."""
    return File(name, lambda limit: _read_file(path, limit), lambda: opened(path))


def in_memory(data: bytes) -> Opener:
    """Return what opens bytes as a file."""
    return lambda: io.BytesIO(data)


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file; never a link, a pipe or a device.

    Raises
    ------
    Refused
        If it is none, or cannot be opened.
    """
    try:
        # Looked at before it is opened: opening a device can do something.
        _require_file(os.lstat(path).st_mode)
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(_LINK if error.errno == errno.ELOOP else reason_of(error)) from None
    try:
        _require_file(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def reason_of(error: OSError) -> str:
    """Return what the system says, without the path, which may hold anything."""
    return f"it cannot be opened ({(error.strerror or type(error).__name__).lower()})"


def bounded(data: bytes, limit: int) -> bytes:
    """Return `data`, or raise Refused if it is longer than `limit`."""
    if len(data) > limit:
        raise Refused(f"it is larger than {limits.megabytes(limit)}")
    return data


def _read_file(path: Path, limit: int) -> bytes:
    with opened(path) as file:
        try:
            return bounded(file.read(limit + 1), limit)
        except OSError as error:
            raise Refused(reason_of(error)) from None


def _require_file(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Refused(_LINK)
    if not stat.S_ISREG(mode):
        raise Refused("it is a folder where a file belongs" if stat.S_ISDIR(mode) else _NO_FILE)
