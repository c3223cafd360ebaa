"""Reading one student's entry: the modules that count, and the reasons why the rest does not."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from autograder.calls.imports import shadowing_note
from autograder.grading.intake import limits
from autograder.grading.intake.archives import list_archive
from autograder.grading.intake.choice import PickedModules, choose
from autograder.grading.intake.disk import opened
from autograder.grading.intake.entries import Entry, SubmittedFile
from autograder.grading.intake.listing import File, Listing, list_folder
from autograder.grading.intake.names import shown
from autograder.grading.intake.readings import Readings
from autograder.grading.intake.refusals import Refusal, Refused
from autograder.grading.intake.stored import Stored

__all__ = ["Submission", "read_submission"]

_MOST_NOTES: Final = 25
_KIT: Final = "nudge_kit.zip"  # stands beside notebooks, and nbgrader collects it with them

Exercises = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Submission:
    """One student's submission, ready to run.

    Attributes
    ----------
    student, source : str
        The student's name, and the entry's.
    modules : mapping of str to bytes
        Source texts by dotted name, `exercises.e07_dense`; the cells of a notebook have names of
        their own beside its module, `exercises.e07_dense cell 5`.
    notes : tuple of str
        Things that were left out or are missing, and remarks for readers of the report.
    problem : str
        Why nothing in it can be graded; empty if something can.
    refused : tuple of Refusal
        Every path that was left out, with its reason; the notes list the first of them.
    """

    student: str
    source: str
    modules: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    refused: tuple[Refusal, ...] = ()


def read_submission(
    entry: Entry, exercises: Exercises, readings: Readings, extras: Container[str] = frozenset()
) -> Submission:
    """Read the modules of one entry; faults of it are noted, not raised.

    Parameters
    ----------
    entry : Entry
        The student's entry.
    exercises : mapping of str to sequence of str
        The course's exercise ids, each with the names of its functions: a module or notebook may
        be named after its author alone, and is then recognised by the functions it defines.
    readings : Readings
        The processes that open archives and notebooks.
    extras : container of str
        The ids of the exercises whose absence is not noted.

    Raises
    ------
    IsolationError
        If no process can be started to open a file.
    """
    whole: list[Refusal] = []
    with readings.together(entry.student):
        found = _newest(entry.pieces, exercises, readings, whole)
    refused = (*whole, *found.refused)
    notes = [*found.notes, *_told(refused)]
    if not found.exercises:
        problem = _problem(entry, whole, found, exercises)
        return Submission(entry.student, entry.source, {}, tuple(notes), problem, refused)
    absent = [name for name in exercises if name not in found.exercises]
    notes += [f"{name}.py is missing" for name in absent if name not in extras]
    taken = (shadowing_note(name.rpartition(".")[2]) for name in sorted(found.helpers))
    notes += [note for note in taken if note is not None]
    return Submission(entry.student, entry.source, found.modules(), tuple(notes), "", refused)


def _newest(
    pieces: Sequence[SubmittedFile],
    exercises: Exercises,
    readings: Readings,
    whole: list[Refusal],
) -> PickedModules:
    """Return the newest attempt in which something can be graded."""
    counted = PickedModules("")
    stamped = sorted(pieces, key=lambda piece: piece.name.attempt, reverse=True)
    for attempt, group in groupby(stamped, key=lambda piece: piece.name.attempt):
        held = list(group)
        if counted.exercises:
            reason = f"it is of an earlier attempt ({attempt or 'without a date'})"
            whole += [Refusal.of(piece.outer, reason) for piece in held]
            continue
        earlier = counted.refused
        counted = _together(held, exercises, readings, whole)
        counted.refused[:0] = earlier
        if counted.exercises and len(held) < len(pieces):
            counted.notes.append(f"the attempt of {attempt} counts")
    return counted


def _together(
    pieces: Sequence[SubmittedFile],
    exercises: Exercises,
    readings: Readings,
    whole: list[Refusal],
) -> PickedModules:
    """Return the modules in the pieces of one attempt."""
    counted = PickedModules("")
    # The newest first, where the platform numbers them; by name where it does not.
    for piece in sorted(pieces, key=lambda piece: ([-n for n in piece.name.order], piece.outer)):
        try:
            found = _found(piece, exercises, readings)
        except Refused as reason:
            whole.append(Refusal.of(piece.outer, reason))
            continue
        if len(pieces) > 1 and _holds_files(piece):
            found.refused = [refusal.within(found.source) for refusal in found.refused]
        if len(pieces) > 1:
            _say_if_empty(found)
        _merge(counted, found, numbered=bool(piece.name.order))
    return counted


def _merge(counted: PickedModules, found: PickedModules, *, numbered: bool) -> None:
    """Add the modules of one piece to those that count already.

    Files that a platform numbers belong to one attempt: of two modules of one name the newer
    counts, which came first. Without numbers nobody can say whether two entries belong together,
    so an entry that contradicts the first is left out as a whole: mixed, they would be something
    that the student never handed in.
    """
    counted.refused += found.refused
    there, new = counted.modules(), found.modules()
    clash = next((name for name in new if name in there and there[name] != new[name]), None)
    if clash is not None:
        other, what = counted.origins[clash], clash.removeprefix("exercises.")
        is_newer = ", is newer" if numbered else ""
        reason = f"{other} is there too{is_newer}, and both have {what}"
        counted.refused.append(Refusal(found.source, reason))
        if not numbered:
            return
    counted.notes += found.notes
    counted.exercises = found.exercises | counted.exercises
    counted.helpers = found.helpers | counted.helpers
    counted.origins = dict.fromkeys(new, found.source) | counted.origins


def _found(piece: SubmittedFile, exercises: Exercises, readings: Readings) -> PickedModules:
    """Return the modules of one piece.

    Raises
    ------
    Refused
        If it is of a kind that cannot be read.
    """
    if piece.name.ignored:
        raise Refused(piece.name.ignored)
    source = shown(piece.outer)
    if piece.is_folder:
        return _in_folder(source, _downloaded_folder(piece), exercises, readings)
    if piece.members is None and piece.path.is_dir() and not piece.path.is_symlink():
        return _in_folder(source, list_folder(piece.path), exercises, readings)
    file = _file(piece)
    if file.is_archive:
        return choose(source, list_archive(file, readings), exercises, readings)
    if not (file.is_module or file.is_notebook):
        if piece.members is None:
            opened(piece.path).close()  # a link or a pipe is refused by its own reason
        raise Refused("it is not a folder, an archive, a notebook or a .py module")
    return choose(source, Listing({file.path: file}), exercises, readings)


def _in_folder(
    source: str, listing: Listing, exercises: Exercises, readings: Readings
) -> PickedModules:
    """Return the modules of a folder, and of the archives in it."""
    archives = [file for file in listing.files.values() if file.is_archive]
    for file in archives:
        del listing.files[file.path]
    archives = [file for file in archives if file.name != _KIT]
    counted = PickedModules(source)
    _merge(counted, choose(source, listing, exercises, readings), numbered=False)
    for file in archives[: limits.NESTED]:
        path = shown(file.path)
        try:
            found = choose(path, list_archive(file, readings), exercises, readings)
        except Refused as reason:
            counted.refused.append(Refusal(path, str(reason)))
            continue
        found.refused = [refusal.within(path) for refusal in found.refused]
        _say_if_empty(found)
        _merge(counted, found, numbered=False)
    for file in archives[limits.NESTED :]:
        counted.refused.append(Refusal.of(file.path, f"it is one of more than {limits.NESTED}"))
    return counted


def _say_if_empty(found: PickedModules) -> None:
    if not found.exercises and not found.refused:
        found.refused.append(Refusal(found.source, "there is no exercise in it"))


def _downloaded_folder(piece: SubmittedFile) -> Listing:
    listing = Listing()
    for path, member in (piece.members or ())[: limits.MEMBERS]:
        if member.flaw:
            listing.refuse(path, member.flaw)
        else:
            listing.add(File(path, Stored(piece.path, member)))
    return listing


def _file(piece: SubmittedFile) -> File:
    member = None if piece.members is None else piece.members[-1][1]
    return File(piece.name.file, Stored(piece.path, member))


def _holds_files(piece: SubmittedFile) -> bool:
    return not piece.name.file.lower().endswith((".py", ".ipynb"))


def _told(refused: Sequence[Refusal]) -> list[str]:
    told = [str(refusal) for refusal in refused[:_MOST_NOTES]]
    if len(refused) > _MOST_NOTES:
        told.append(f"and {len(refused) - _MOST_NOTES} more things were left out")
    return told


def _problem(
    entry: Entry, whole: Sequence[Refusal], found: PickedModules, exercises: Exercises
) -> str:
    """Return why nothing can be graded, in one sentence."""
    if found.refused:
        first = found.refused[0]
        own = {entry.source, *(shown(piece.name.file) for piece in entry.pieces)}
        place = "" if first.path in own else f"{first.path}: "
        return f"{entry.source} cannot be read: {place}{first.reason}"
    if whole:
        ignored = {shown(piece.outer) for piece in entry.pieces if piece.name.ignored}
        reads = "was left out" if whole[0].path in ignored else "cannot be read"
        return f"{whole[0].path} {reads}: {whole[0].reason}"
    if not any(_holds_files(piece) for piece in entry.pieces):
        return f"{entry.source} defines none of the functions of an exercise"
    return f"{entry.source} has no exercise in it; one is called {next(iter(exercises))}.py"
