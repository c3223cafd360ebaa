"""`nudge audit`."""

import sys
from itertools import groupby
from pathlib import Path

import click

from autograder.cli.course_option import course_option, opened
from autograder.grading.comparison import Audit, AuditedCheck, existing_store, line_of
from autograder.grading.comparison import audit as run_audit
from autograder.grading.processes import GraderSetup
from autograder.grading.results import CheckResult
from autograder.grading.seed import course_seed
from autograder.grading.visible import visible

__all__ = ["audit"]


@click.command()
@click.argument("student")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"))
@click.option("--seed", metavar="S", help="The --seed that the submission was graded with.")
@course_option
def audit(student: str, out: Path, seed: str | None, start: Path) -> None:
    """Grade STUDENT again from what OUT holds, and compare check by check.

    Exit code 0 if every check ends as it did, 1 if one does not.
    """
    course = opened(start)
    with existing_store(out) as store:
        shown = line_of(store, student)
        setup = GraderSetup(course.root, shown.exercises, course_seed(course.root, seed))
        found = run_audit(course, store, shown, setup)
    _print(found)
    sys.exit(0 if found.is_same else 1)


def _print(found: Audit) -> None:
    for exercise, checks in groupby(found.checks, key=lambda check: check.exercise):
        click.echo(exercise)
        for check in checks:
            click.echo(f"  {_line(check)}")
    for phrase in found.changed:
        click.echo(f"since then: {visible(phrase)}")
    if found.fault:
        click.echo(f"a fault of the kit, so nothing is shown:\n{visible(found.fault)}")
    same = sum(check.is_same for check in found.checks)
    after = "no mark" if found.after is None else f"{found.after:.2f}"
    click.echo(
        f"{visible(found.student)}: {same} of {len(found.checks)} checks end as they did; "
        f"{found.before:.2f} points then, {after} now; submission {found.digest[:12]}"
    )


def _line(check: AuditedCheck) -> str:
    before, after = _end(check.before), _end(check.after)
    if not check.is_same:
        return f"DIFFERS  {check.check}: {before} → {after}"
    words = "" if check.is_same_to_the_letter else ", in other words"
    return f"same     {check.check}: {after}{words}"


def _end(check: CheckResult | None) -> str:
    if check is None:
        return "not there"
    known = check.outcome.misconception
    name = f" [{known.id}]" if known else ""
    return f"{check.outcome.status.value}{name}, {check.points:.2f} of {check.possible:.2f}"
