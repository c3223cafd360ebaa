"""Writes everything that a run reports, each file whole or not at all."""

import contextlib
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import UserError
from autograder.grading.results import Gradebook
from autograder.reporting.analysis import Analysis
from autograder.reporting.analysis_files import analysis_json
from autograder.reporting.gradebook_files import gradebook_csv, gradebook_json
from autograder.reporting.pages import Pages
from autograder.reporting.reveal import Reveal

__all__ = ["Reports", "feedback_names", "write_analysis", "write_reports"]


# Only inside a name: a leading dash looks like an option, a leading dot hides the file, and
# Windows drops a space or a dot at the end.
_ALLOWED_INSIDE = " -_.,'()+@"

# Windows opens the console for CON.html too.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
)
_LONGEST = 100  # bytes; with digest and suffix well under any file system's limit
_DIGEST = 10


@dataclass(frozen=True)
class Reports:
    """The files of a run's reports.

    Attributes
    ----------
    csv, json : Path
        The gradebook for a spreadsheet, and all of it for programs.
    index : Path
        The class page.
    analysis, analysis_json : Path
        What the answers say about the checks, as a page and for programs.
    feedback : dict of str to Path
        Each student's own page, in the gradebook's order.
    """

    csv: Path
    json: Path
    index: Path
    analysis: Path
    analysis_json: Path
    feedback: dict[str, Path]


def write_reports(gradebook: Gradebook, out: Path, reveal: Reveal | None = None) -> Reports:
    """Write the gradebook, the class page and every student's page into `out`.

    Parameters
    ----------
    gradebook : Gradebook
        The results. If two submissions have one name, the later one is numbered, so that each has
        its own page.
    out : Path
        A folder, made if it is missing. Files of an earlier run with the same names are replaced;
        nothing else in it is touched.
    reveal : Reveal, optional
        Decides which solutions a student's page shows; by default none.

    Raises
    ------
    UserError
        If a file cannot be written; says which, and what to do.
    """
    gradebook = _with_distinct_students(gradebook)
    names = feedback_names(result.student for result in gradebook.results)
    pages = Pages(gradebook)
    reports = _places(gradebook, out, names)
    _make_folder(out / "feedback")
    for place, result in enumerate(gradebook.results):
        comparisons = reveal.comparisons(place, result) if reveal else {}
        _write(reports.feedback[result.student], pages.feedback_page(result, comparisons))
    _write(reports.csv, gradebook_csv(gradebook))
    _write(reports.json, gradebook_json(gradebook))
    _write_analysis(reports, gradebook, pages)
    # Last: everything that the class page links to exists.
    _write(reports.index, pages.class_page(names))
    return reports


def write_analysis(gradebook: Gradebook, out: Path) -> tuple[Reports, Analysis]:
    """Write the page and the JSON about the checks again, and the class page that shows them.

    Parameters
    ----------
    gradebook : Gradebook
        The results that `out` already holds.
    out : Path
        The folder of the earlier run; the gradebook and the students' pages in it stay.

    Raises
    ------
    UserError
        If a file cannot be written; says which, and what to do.
    """
    names = feedback_names(result.student for result in gradebook.results)
    pages = Pages(gradebook)
    reports = _places(gradebook, out, names)
    _write_analysis(reports, gradebook, pages)
    _write(reports.index, pages.class_page(names))
    return reports, pages.analysis


def _places(gradebook: Gradebook, out: Path, names: Mapping[str, str]) -> Reports:
    return Reports(
        csv=out / "gradebook.csv",
        json=out / "gradebook.json",
        index=out / "index.html",
        analysis=out / "analysis.html",
        analysis_json=out / "analysis.json",
        feedback={
            result.student: out / "feedback" / names[result.student] for result in gradebook.results
        },
    )


def _write_analysis(reports: Reports, gradebook: Gradebook, pages: Pages) -> None:
    _write(reports.analysis_json, analysis_json(pages.analysis, gradebook))
    _write(reports.analysis, pages.analysis_page())


def _with_distinct_students(gradebook: Gradebook) -> Gradebook:
    counts = Counter(result.student for result in gradebook.results)
    if len(counts) == len(gradebook.results):
        return gradebook
    taken = set(counts)
    seen: set[str] = set()
    results = []
    for result in gradebook.results:
        student, place = result.student, 1
        while student in seen or (place > 1 and student in taken):
            place += 1
            student = f"{result.student} ({place})"
        seen.add(student)
        results.append(replace(result, student=student))
    return replace(gradebook, results=tuple(results))


# Writing


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(path: Path, text: str) -> None:
    """Write a file beside its place and then move it there: nobody sees it half written."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(
        f"{path} cannot be written ({error.strerror}). Every mark is stored; free some space, or "
        "check that you may write there, and give the same command again"
    )


def feedback_names(students: Iterable[str]) -> dict[str, str]:
    """Return a file name for each student; the same students always get the same names.

    A safe name becomes ``NAME.html``. A name that is not safe, or that some file system takes for
    another student's, is cleaned and gets a part of its digest.

    Parameters
    ----------
    students : iterable of str
        Any text at all.

    Returns
    -------
    dict of str to str
        From student to file name. No two are equal, not even in another case or Unicode form.
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
    """Return `student` with only the characters that every file system accepts; never empty."""
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
    """Return a key that two names share if some file system takes them for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _is_reserved(name: str) -> bool:
    return _key(name).partition(".")[0].strip() in _RESERVED


def _with_digest(student: str, clean: str, taken: set[str]) -> str:
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    start = "student" if _is_reserved(clean) else clean
    length = _DIGEST
    # Needed twice only if a student's name is another student's digest.
    while _key(name := f"{start}-{digest[:length]}.html") in taken:
        length += 1
    return name
