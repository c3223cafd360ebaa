"""The folder that one run works in, and how folders are removed, those of killed runs too."""

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import IO

__all__ = ["Scratch", "remove_tree", "sweep"]

_PREFIX = "nudge-"
_OWNER = "owner"


class Scratch(contextlib.AbstractContextManager["Scratch"]):
    """A temporary folder, `nudge-…`, whose owner is alive as long as its lock is held.

    Attributes
    ----------
    folder : Path
        The folder.
    """

    def __init__(self) -> None:
        sweep(Path(tempfile.gettempdir()))
        while True:
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            # The kernel lets go of the lock when this process ends, however it ends.
            self._owner = (self.folder / _OWNER).open("w")
            if _lock(self._owner) and _is_there(self._owner):
                return
            # Another run that started at the same time swept it before it had its lock.
            self._owner.close()

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove the folder and everything in it."""
        if os.name == "nt":  # an open file cannot be removed there
            self._owner.close()
        # Locked to the end: another run must not remove it at the same time. While the lock file
        # is there, the next run removes what a kill leaves.
        with contextlib.closing(self._owner):
            remove_tree(self.folder, last=_OWNER)


def sweep(place: Path) -> None:
    """Remove from `place` the folders of this user's runs that are dead.

    A folder without a lock file belongs to no run and stays; one that cannot be removed stays too.
    """
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or not _is_mine(folder):
                continue
            with (folder / _OWNER).open("r+") as owner:
                if not _lock(owner):
                    continue
                if os.name == "nt":  # an open file cannot be removed there
                    owner.close()
                remove_tree(folder, last=_OWNER)


def remove_tree(folder: Path, last: str = "") -> None:
    """Remove `folder` and all that is in it, whatever its depth and permissions.

    A file named `last` in `folder` itself is removed last.

    Symbolic links are removed, never followed. A student's code can make a tree deeper than the
    interpreter's recursion and longer than a path can be, so folders are moved up until none
    holds another.
    """
    moved = 0
    last_file = folder / last
    pending = [folder]
    while pending:
        current = pending.pop()
        with contextlib.suppress(FileNotFoundError):
            current.chmod(stat.S_IRWXU)
            for entry in sorted(os.scandir(current), key=lambda found: found.name):
                path = Path(entry.path)
                if path == last_file:
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    path.unlink()
                    continue
                moved += 1
                # To move a folder is to write its "..".
                path.chmod(stat.S_IRWXU)
                up = folder / f".{os.getpid()}-{moved}"
                path.rename(up)
                pending.append(up)
            if current != folder:
                current.rmdir()
    with contextlib.suppress(FileNotFoundError):
        if last:
            last_file.unlink(missing_ok=True)
        folder.rmdir()


def _is_there(file: IO[str]) -> bool:
    """Tell whether a file's name still leads to it."""
    try:
        return os.path.samestat(Path(file.name).stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _is_mine(folder: Path) -> bool:
    return os.name == "nt" or folder.stat().st_uid == os.geteuid()


def _lock(file: IO[str]) -> bool:
    """Lock a file; tell whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - of that system alone

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - of the other systems alone

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
