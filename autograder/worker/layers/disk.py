"""A disk of its own: the session's folder is a small file system in memory; tmpfs(5).

Its size and its number of files are bounded in total, by the kernel, and it is gone with the
mount namespace that holds it: with the last process of its session.
"""

from pathlib import Path

from autograder.worker.layers import kernel

__all__ = ["confine", "hide", "leave"]

_MS_READ_ONLY, _MS_NO_SUID, _MS_NO_DEVICES, _MS_NO_EXEC = 1, 2, 4, 8
_BARE = _MS_NO_SUID | _MS_NO_DEVICES | _MS_NO_EXEC


def confine(folder: Path, disk_mb: float, files: int) -> None:
    """Mount an empty file system on `folder`, seen in this mount namespace alone.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    size = max(1, int(disk_mb * 1024))
    # The folder itself takes one of the files.
    options = f"size={size}k,nr_inodes={files + 1},mode=0700"
    kernel.mount("tmpfs", folder, "tmpfs", _BARE, options)


def hide(folder: Path) -> None:
    """Mount nothing on `folder`: what is beneath it is not there any more.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    kernel.mount("tmpfs", folder, "tmpfs", _BARE | _MS_READ_ONLY, "size=4k,nr_inodes=2,mode=0500")


def leave(folder: Path) -> None:
    """Take away what is mounted on `folder`.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    kernel.unmount(folder)
