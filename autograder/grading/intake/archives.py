"""Archives, as the processes that opened them list them: what has a place, and what is refused."""

from pathlib import Path
from typing import Final

from autograder.grading.intake import limits
from autograder.grading.intake.listing import File, Listing
from autograder.grading.intake.readings import Readings
from autograder.grading.intake.refusals import Refused
from autograder.grading.intake.stored import PackedMember, Stored

__all__ = ["TIMESTAMP", "list_archive", "list_download"]

TIMESTAMP: Final = "timestamp.txt"
_NUMBERS: Final = 7  # that a zip's list has for a member


def list_archive(file: File, readings: Readings) -> Listing:
    """List the files of a student's archive; archives in it are not opened.

    Raises
    ------
    Refused
        If it is not an archive that can be read.
    """
    listing = Listing()
    packed = readings.packed(file)
    for number, member in enumerate(packed.members[: limits.MEMBERS]):
        path = listing.placed(member.name.replace("\\", "/"))
        if path is None or member.is_folder:
            continue
        if member.flaw:
            listing.refuse(path, member.flaw)
        else:
            listing.add(File(path, file.stored, number))
    if packed.fault:
        listing.refuse("the archive", packed.fault)
    for path, held in list(listing.files.items()):
        if held.is_archive:
            listing.refuse(path, "it is an archive inside an archive, and those are not opened")
            del listing.files[path]
    if listing.refused and not listing.files and listing.refused[0].path == "the archive":
        raise Refused(listing.refused[0].reason.partition(";")[0])
    return listing


def list_download(
    path: Path, readings: Readings, listing: Listing
) -> list[tuple[str, PackedMember]]:
    """Return the members of a class's download that have a place, each with it.

    They are listed by a process of the download, which unpacks none of them.

    Parameters
    ----------
    path : Path
        The download.
    readings : Readings
        The processes that open files.
    listing : Listing
        Gets the refusals of members that have no place.

    Raises
    ------
    Refused
        If it is not a zip that can be read.
    """
    with readings.together():
        packed = readings.packed(File(path.name, Stored(path, is_download=True)))
    if packed.fault:
        listing.refuse("the archive", packed.fault)
    if any(len(member.numbers) != _NUMBERS for member in packed.members):
        raise Refused("it is not a zip")
    spans = sorted(member.numbers[:2] for member in packed.members if not member.flaw)
    edges = [0, *(edge for span in spans for edge in span)]
    if edges != sorted(edges):
        # One student's process must not get the bytes of another.
        raise Refused("it is damaged: its list of files contradicts itself")
    places = ((listing.placed(one.name.replace("\\", "/")), one) for one in packed.members)
    return [(place, member) for place, member in places if place and not member.is_folder]
