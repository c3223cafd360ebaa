"""The limits of the intake, all public; docs/intake.md lists them for instructors."""

from typing import Final

MODULE: Final = 1_000_000  # bytes of one module, and of all code of one notebook
MODULES: Final = 100  # helper modules taken along
SOURCES: Final = 16_000_000  # bytes of all modules of a submission, and all that is held of a tar
NOTEBOOK: Final = 16_000_000  # bytes of one notebook, pictures included
NOTEBOOK_ITEMS: Final = 1_000_000  # commas and brackets in it: what JSON may cost in memory
CELLS: Final = 2_000  # code cells of a notebook
CELL: Final = 200_000  # characters of one of them

MEMBERS: Final = 10_000  # files looked at in one folder or archive
DIRECTORY: Final = 2_000_000  # bytes of a zip's list of members
DEPTH: Final = 8  # folders in folders
NAME: Final = 255  # bytes of one name, as on every file system
PATH: Final = 1_000  # bytes of a whole path
NESTED: Final = 10  # archives opened in one student's folder

ON_DISK: Final = 256_000_000  # bytes of an archive
ARCHIVE: Final = 32_000_000  # the same, if it is a member of a bulk download
RATIO: Final = 200  # unpacked to packed, for whatever unpacks to more than a megabyte
TAR_PACKED: Final = 64_000_000  # bytes read of a tar
TAR_UNPACKED: Final = 64_000_000  # bytes it unpacks to: MNIST is 55 MB

BULK_MEMBERS: Final = 200_000  # the same, for a class's whole download
BULK_DIRECTORY: Final = 32_000_000


def by_name(*, bulk: bool = False) -> dict[str, int]:
    """Return the limits for the process that opens files, of a student's or of a class's."""
    named = {name: value for name, value in globals().items() if name.isupper()}
    return named | ({"MEMBERS": BULK_MEMBERS, "DIRECTORY": BULK_DIRECTORY} if bulk else {})


def megabytes(count: int) -> str:
    """Return a limit as sentences name it."""
    return f"{count // 1_000_000} MB"
