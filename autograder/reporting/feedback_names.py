"""A file name for each student's page, whatever the student is called."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

__all__ = ["feedback_names"]

# Inside a name only: a file that begins with a dash is an option, one that begins with a dot is
# unseen, and Windows drops a space or a dot at the end.
_ALLOWED_INSIDE = " -_.,'()+@"

# Windows opens the console for CON.html too.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
)
_LONGEST = 100  # bytes; with digest and suffix well under any file system's limit
_DIGEST = 10


def feedback_names(students: Iterable[str]) -> dict[str, str]:
    """Return a file name for each student; the same students always get the same names.

    A name that is safe as it stands becomes ``NAME.html``. One that is not, or that some file
    system takes for another student's, is cleaned and gets a part of its own digest.

    Parameters
    ----------
    students : iterable of str
        Any text at all.

    Returns
    -------
    dict of str to str
        From student to file name. No two are equal, in whatever case or Unicode form.
    """
    cleaned = {student: _cleaned(student) for student in sorted(set(students))}
    holders = Counter(_key(clean) for clean in cleaned.values())
    names = {
        student: f"{clean}.html"
        for student, clean in cleaned.items()
        if clean == student and holders[_key(clean)] == 1 and not _is_reserved(clean)
    }
    taken = {_key(name) for name in names.values()}
    for student, clean in cleaned.items():
        if student not in names:
            names[student] = _with_digest(student, clean, taken)
            taken.add(_key(names[student]))
    return names


def _cleaned(student: str) -> str:
    """Return `student` with only what every file system keeps as it is; never empty."""
    kept = "".join(
        character if _is_letter(character) or character in _ALLOWED_INSIDE else "_"
        for character in unicodedata.normalize("NFC", student[: 2 * _LONGEST])
    )
    while kept and not kept[0].isalnum():
        kept = kept[1:]
    short = kept.encode()[:_LONGEST].decode(errors="ignore")
    return short.rstrip(_ALLOWED_INSIDE) or "student"


def _is_letter(character: str) -> bool:
    """Tell whether it is a letter, a mark on one, or a digit, of any alphabet."""
    return unicodedata.category(character)[0] in "LMN"


def _key(name: str) -> str:
    """Return what two names share if some file system takes them for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _is_reserved(name: str) -> bool:
    return _key(name).partition(".")[0].strip() in _RESERVED


def _with_digest(student: str, clean: str, taken: set[str]) -> str:
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    start = "student" if _is_reserved(clean) else clean
    length = _DIGEST
    # Only a student who is called like another's digest makes a second turn.
    while _key(name := f"{start}-{digest[:length]}.html") in taken:
        length += 1
    return name
