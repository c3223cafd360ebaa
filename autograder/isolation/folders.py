"""Removing a folder that a student's code could write to."""

import contextlib
import os
import stat
from pathlib import Path

__all__ = ["remove_tree"]


def remove_tree(folder: Path, last: str = "") -> None:
    """Remove `folder` and all that is in it, whatever its depth and permissions.

    A file of that name in `folder` itself is removed `last`.

    Symbolic links are removed, never followed. A tree may be deeper than the interpreter's
    recursion and longer than a path can be, so folders are moved up until none holds another.
    """
    moved = 0
    kept = folder / last
    pending = [folder]
    while pending:
        current = pending.pop()
        with contextlib.suppress(FileNotFoundError):
            current.chmod(stat.S_IRWXU)
            for entry in sorted(os.scandir(current), key=lambda found: found.name):
                path = Path(entry.path)
                if path == kept:
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
            kept.unlink(missing_ok=True)
        folder.rmdir()
