"""The entries of a folder of submissions, or of a platform's whole download in one zip."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.course import UserError
from autograder.grading.intake.archives import list_download
from autograder.grading.intake.listing import Listing
from autograder.grading.intake.lms import PlatformName, read_names
from autograder.grading.intake.names import LITTER, shown, student_name
from autograder.grading.intake.readings import Readings
from autograder.grading.intake.refusals import Refused
from autograder.grading.intake.stored import PackedMember

__all__ = ["Entry", "SubmittedFile", "find_entries"]

_NBGRADER: Final = ("nbgrader_config.py", "gradebook.db", "source", "release", "autograded")
_MOST_REFUSED: Final = 20


@dataclass(frozen=True)
class SubmittedFile:
    """One file or folder that a student handed in.

    Attributes
    ----------
    path : Path
        Its path; for a member of a bulk download, the path of the download.
    outer : str
        Its name in the folder of submissions.
    name : PlatformName
        The information in this name.
    members : tuple of (str, PackedMember), or None
        Its members in a bulk download, each with its place in the folder that it is, if it is one.
    is_folder : bool
        Whether its members are files of a folder; used for bulk downloads only.
    """

    path: Path
    outer: str
    name: PlatformName
    members: tuple[tuple[str, PackedMember], ...] | None = None
    is_folder: bool = False


@dataclass(frozen=True)
class Entry:
    """One student's place in the folder of submissions.

    Attributes
    ----------
    student : str
        The outer name: of the folder, of the archive, before the exercise's id, or from the
        learning platform; never a name from inside.
    pieces : tuple of SubmittedFile
        Usually one; several single modules of one student belong together.
    """

    student: str
    pieces: tuple[SubmittedFile, ...]

    @classmethod
    def at(cls, student: str, *paths: Path) -> "Entry":
        """Return the entry of a student whose files are at these paths, whatever their names."""
        return cls(student, tuple(SubmittedFile(path, *_unread(path.name)) for path in paths))

    @property
    def source(self) -> str:
        """The names in the folder of submissions, fit to show."""
        names = [shown(piece.outer) for piece in self.pieces[:5]]
        return ", ".join(names) + ("" if len(self.pieces) <= 5 else ", …")


def _unread(outer: str, ignored: str = "") -> tuple[str, PlatformName]:
    """Return a name and what it says where no platform wrote it: itself."""
    return outer, PlatformName(("nowhere", outer), outer, outer, ignored=ignored)


def find_entries(
    submissions: Path, exercises: Sequence[str], readings: Readings
) -> tuple[Entry, ...]:
    """Return one entry for each student, sorted by name.

    Parameters
    ----------
    submissions : Path
        The folder of submissions, a course folder of nbgrader's, or a platform's download as a
        single zip.
    exercises : sequence of str
        The ids of the course's exercises.
    readings : Readings
        The processes that open files: a download's list of files is read by one.

    Raises
    ------
    UserError
        If there is no such folder, or nothing in it.
    IsolationError
        If that process cannot be started.
    """
    if submissions.is_dir():
        pieces = _in_folder(_nbgrader(submissions))
    elif submissions.is_file() and submissions.suffix.lower() == ".zip":
        pieces = _in_download(submissions.resolve(), readings)
    else:
        raise UserError(
            f"{submissions} is not a folder; give the folder that holds the submissions, or the "
            "zip that your learning platform made of them"
        )
    if not pieces:
        raise UserError(f"{submissions} is empty; it should hold one entry for each student")
    if {piece.outer for piece in pieces} <= {f"{name}.py" for name in exercises}:
        raise UserError(
            f"{submissions} holds exercises but no students; give the folder that contains it"
        )
    kinds = [
        (piece.outer, (piece.members is None and piece.path.is_dir()) or piece.is_folder)
        for piece in pieces
    ]
    return _grouped(pieces, read_names(kinds, exercises))


def _grouped(pieces: Sequence[SubmittedFile], names: Sequence[PlatformName]) -> tuple[Entry, ...]:
    groups: dict[tuple[str, ...], list[SubmittedFile]] = {}
    students: dict[tuple[str, ...], str] = {}
    for piece, name in zip(pieces, names, strict=True):
        # A member without a place in the download has no student.
        own = piece if piece.members == () else replace(piece, name=name)
        students[own.name.key] = student_name(own.name.student)
        groups.setdefault(own.name.key, []).append(own)
    taken: set[str] = set()
    entries = []
    for key in sorted(groups, key=lambda key: (students[key], key)):
        student, count = students[key], 2
        while student in taken:
            student, count = f"{students[key]} ({count})", count + 1
        taken.add(student)
        entries.append(Entry(student, tuple(groups[key])))
    return tuple(sorted(entries, key=lambda entry: entry.student))


def _nbgrader(folder: Path) -> Path:
    """Return the `submitted` folder of an nbgrader course, or the folder itself."""
    submitted = folder / "submitted"
    if submitted.is_dir():
        others = {path.name for path in folder.iterdir() if not LITTER.match(path.name)}
        if others == {"submitted"} or others.intersection(_NBGRADER):
            return submitted
    return folder


def _in_folder(folder: Path) -> list[SubmittedFile]:
    return [
        SubmittedFile(path, *_unread(path.name))
        for path in sorted(folder.iterdir())
        if not LITTER.match(path.name)
    ]


def _in_download(path: Path, readings: Readings) -> list[SubmittedFile]:
    listing = Listing()
    try:
        found = list_download(path, readings, listing)
    except Refused as reason:
        raise UserError(f"{path} cannot be read: {reason}") from None
    groups: dict[tuple[str, bool], list[tuple[str, PackedMember]]] = {}
    for place, member in _unwrapped(path, found):
        top, slash, rest = place.partition("/")
        groups.setdefault((top, bool(slash)), []).append((rest, member))
    pieces = [
        SubmittedFile(path, *_unread(top), tuple(members), is_folder)
        for (top, is_folder), members in sorted(groups.items())
    ]
    # A member without a place in the download has no student; it is listed all the same.
    return pieces + [
        SubmittedFile(path, *_unread(refusal.path, refusal.reason), members=())
        for refusal in listing.refused[:_MOST_REFUSED]
    ]


def _unwrapped(
    path: Path, members: Sequence[tuple[str, PackedMember]]
) -> Sequence[tuple[str, PackedMember]]:
    """Remove the folders around all submissions: the zip's own name, and `submitted`."""
    for wrapper in (path.stem, "submissions", "submitted"):
        inside = [pair for pair in members if pair[0].startswith(f"{wrapper}/")]
        is_course = any(place.partition("/")[0] in _NBGRADER for place, _ in members)
        if inside and (len(inside) == len(members) or (wrapper == "submitted" and is_course)):
            members = [(place.partition("/")[2], member) for place, member in inside]
    return members
