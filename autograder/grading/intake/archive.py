"""Archives of every kind, known by what they hold and not by what they are called."""

from typing import Final

from autograder.grading.intake import limits
from autograder.grading.intake.files import Listing, Opener, reason_of
from autograder.grading.intake.refusal import Refused
from autograder.grading.intake.tars import MAGIC, list_tar
from autograder.grading.intake.zips import list_zip

__all__ = ["TIMESTAMP", "list_archive"]

TIMESTAMP: Final = "timestamp.txt"

_FOREIGN: Final = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip"}


def list_archive(name: str, open_archive: Opener) -> Listing:
    """List the files of a student's archive; archives in it are not opened.

    Raises
    ------
    Refused
        If it is none that can be read.
    """
    try:
        with open_archive() as file:
            start = file.read(512)
    except OSError as error:
        raise Refused(reason_of(error)) from None
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise Refused(f"it is a {kind} archive; hand in a .zip")
    if start[257:262] == b"ustar" or start.startswith(tuple(MAGIC)) or _is_old_tar(name, start):
        with open_archive() as file:
            listing = list_tar(file, _of_use)
    else:
        listing = list_zip(open_archive)
    for path, held in list(listing.files.items()):
        if held.is_archive:
            listing.refuse(path, "it is an archive inside an archive, and those are not opened")
            del listing.files[path]
    if listing.refused and not listing.files and listing.refused[0].path == "the archive":
        raise Refused(listing.refused[0].reason.partition(";")[0])
    return listing


def _is_old_tar(name: str, start: bytes) -> bool:
    return ".tar" in name.lower() and not start.startswith(b"PK")


def _of_use(path: str) -> int:
    lowered = path.lower()
    if lowered.endswith(".py"):
        return limits.MODULE
    if lowered.endswith(".ipynb"):
        return limits.NOTEBOOK
    return 1_000 if lowered.rpartition("/")[2] == TIMESTAMP else 0
