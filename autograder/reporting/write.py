"""Writing everything that a run reports, each file whole or not at all."""

import contextlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import UserError
from autograder.grading.results import Gradebook
from autograder.reporting.feedback_names import feedback_names
from autograder.reporting.gradebook_csv import gradebook_csv
from autograder.reporting.gradebook_json import gradebook_json
from autograder.reporting.pages import Pages
from autograder.reporting.reveal import Reveal

__all__ = ["Reports", "write_reports"]


@dataclass(frozen=True)
class Reports:
    """Where the reports of a run are.

    Attributes
    ----------
    csv, json : Path
        The gradebook for a spreadsheet, and all of it for programs.
    index : Path
        The class page.
    feedback : dict of str to Path
        Each student's own page, in the gradebook's order.
    """

    csv: Path
    json: Path
    index: Path
    feedback: dict[str, Path]


def write_reports(gradebook: Gradebook, out: Path, reveal: Reveal | None = None) -> Reports:
    """Write the gradebook, the class page and every student's page into `out`.

    Parameters
    ----------
    gradebook : Gradebook
        What was found. If two submissions bear one name, the later ones are numbered, so that
        neither takes the other's page.
    out : Path
        A folder, made if need be. Files of an earlier run with the same names are replaced;
        nothing else in it is touched.
    reveal : Reveal, optional
        Who may compare what with a solution; by default nobody anything.

    Raises
    ------
    UserError
        If something cannot be written; says what and what to do.
    """
    gradebook = _with_distinct_students(gradebook)
    names = feedback_names(result.student for result in gradebook.results)
    pages = Pages(gradebook)
    reports = Reports(
        csv=out / "gradebook.csv",
        json=out / "gradebook.json",
        index=out / "index.html",
        feedback={
            result.student: out / "feedback" / names[result.student] for result in gradebook.results
        },
    )
    _make_folder(out / "feedback")
    for place, result in enumerate(gradebook.results):
        comparisons = reveal.comparisons(place, result) if reveal else {}
        _write(reports.feedback[result.student], pages.feedback_page(result, comparisons))
    _write(reports.csv, gradebook_csv(gradebook))
    _write(reports.json, gradebook_json(gradebook))
    # Last: who sees the class page finds everything that it links to.
    _write(reports.index, pages.class_page(names))
    return reports


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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(path: Path, text: str) -> None:
    """Write a file beside its place and then move it there, so that no reader sees half of it."""
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
