"""The names that learning platforms give to the files of a download; docs/intake.md lists them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from autograder.grading.intake.names import stem

__all__ = ["PlatformName", "read_names"]

# Every pattern reads from the left, where the platform writes. The student's own name for the file
# comes after that, and must not name another student.
_MOODLE: Final = re.compile(
    r"(?P<name>[^_/]+)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_CANVAS: Final = re.compile(
    r"(?:(?:LATE_)?anon_(?P<anon>[A-Za-z0-9]+)|(?P<name>\w+?)_(?:LATE_)?(?P<user>[1-9]\d*))"
    r"_(?P<id>[1-9]\d*)_(?P<file>.+)",
    re.DOTALL,
)
_CANVAS_TEXT: Final = re.compile(
    r"(?:(?P<name>\w+?)_(?:LATE_)?(?P<user>[1-9]\d*)|(?:LATE_)?anon_(?P<anon>[A-Za-z0-9]+))"
    r"_(?:text|link)\.html"
)
_ATTEMPT: Final = re.compile(
    r"(?P<head>.+?)_attempt_(?P<stamp>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
_EXCHANGE: Final = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^+]*)"
    r"(?:\+[^+]*)?"
)
_AGAIN: Final = re.compile(r"-(\d{1,4})$")


@dataclass(frozen=True)
class PlatformName:
    """The information in one name of a folder of submissions.

    Attributes
    ----------
    key : tuple of str
        Equal for the files of one student, and only for these.
    student : str
        The student's name in it.
    file : str
        The student's name for the file.
    attempt : str
        The platform's stamp of the attempt; later stamps compare as greater.
    order : tuple of int
        The platform's numbers of the file, where it has them; the newer file has the greater.
    ignored : str
        Why it cannot be graded; empty if it can.
    """

    key: tuple[str, ...]
    student: str
    file: str
    attempt: str = ""
    order: tuple[int, ...] = ()
    ignored: str = ""


def read_names(names: Sequence[tuple[str, bool]], exercises: Sequence[str]) -> list[PlatformName]:
    """Return the information in each name.

    Parameters
    ----------
    names : sequence of (str, bool)
        All names of a download, and whether each is a folder.
    exercises : sequence of str
        The ids of the course's exercises.
    """
    attempts = [match for name, _ in names if (match := _ATTEMPT.fullmatch(name))]
    # A student may use such a name once; in a download most names have this form.
    collected = 2 * len(attempts) > len(names)
    shared = _shared_head({match["head"] for match in attempts}) if collected else ""
    return [_outside(name, is_folder, exercises, collected, shared) for name, is_folder in names]


def _outside(
    name: str, is_folder: bool, exercises: Sequence[str], collected: bool, shared: str
) -> PlatformName:
    if match := _MOODLE.fullmatch(name):
        typed = f"it is what was typed into Moodle ({match['plugin']}); files are graded"
        ignored = "" if match["plugin"] == "file" else typed
        student = f"{match['name']}_{match['id']}"
        return PlatformName(("moodle", student), student, match["file"] or name, ignored=ignored)
    if collected and not is_folder and (match := _ATTEMPT.fullmatch(name)):
        student = match["head"][len(shared) :] if shared else match["head"].rpartition("_")[2]
        ignored = "" if match["file"] else "it is the platform's summary, not a file to grade"
        key = ("attempt", student)
        return PlatformName(key, student, match["file"] or name, match["stamp"], (), ignored)
    if not is_folder and (found := _canvas(name)):
        return found
    if is_folder and (match := _EXCHANGE.fullmatch(name)):
        return PlatformName(("exchange", match["student"]), match["student"], name, match["stamp"])
    student, file = (name, name) if is_folder else _plain(name, exercises)
    return PlatformName(("plain", student), student, file)


def _canvas(name: str) -> PlatformName | None:
    match = _CANVAS_TEXT.fullmatch(name) or _CANVAS.fullmatch(name)
    if match is None:
        return None
    student = f"{match['name']}_{match['user']}" if match["name"] else f"anon_{match['anon']}"
    if match.re is _CANVAS_TEXT:
        ignored = "it is what was typed into Canvas; files are graded"
        return PlatformName(("canvas", student), student, name, ignored=ignored)
    again = _AGAIN.search(stem(match["file"]))
    order = (int(again[1]) if again else 0, int(match["id"]))
    return PlatformName(("canvas", student), student, match["file"], order=order)


def _plain(name: str, exercises: Sequence[str]) -> tuple[str, str]:
    """Return the student before the exercise's id, and the rest of the name."""
    body = stem(name)
    for exercise in exercises:
        student = body.removesuffix(exercise).rstrip("_-. ")
        if student and body.endswith(exercise):
            return student, exercise + name[len(body) :]
    return body, name


def _shared_head(heads: Collection[str]) -> str:
    """Return the assignment's name before all students' names, with its underscore."""
    if len(heads) < 2:
        return ""
    first, last = min(heads), max(heads)
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return first[: first.rfind("_", 0, len([*shared])) + 1]
