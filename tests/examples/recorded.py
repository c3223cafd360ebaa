"""Marks as lines of text, to be compared with those that 0.1.0 gave to the same code.

The lines of `marks_of_0_1_0.json` were written by 0.1.0: a student's points in an exercise, the
earlier exercises that were supplied, and each check that did not pass with its state and the
misconception's name. The points of each check are recorded once: those of an alternative or of a
misconception are equal where the same checks pass.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.grading.results import CheckResult, ExerciseResult

__all__ = ["check_line", "exercise_line", "recorded"]


def recorded(kind: str) -> dict[str, Any]:
    """Return what 0.1.0 gave: lines of class, alternatives or misconceptions, or checks' points."""
    path = Path(__file__).with_name("marks_of_0_1_0.json")
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return dict(table[kind])


def exercise_line(result: ExerciseResult) -> str:
    """Return the line of a student's exercise."""
    supplied = f" with {', '.join(result.supplied)}" if result.supplied else ""
    checks = check_line(result.checks)
    return f"{result.points:g}{supplied}" + (f": {checks}" if checks else "")


def check_line(checks: Iterable[CheckResult]) -> str:
    """Return what did not pass of some checks, by name."""
    return "; ".join(
        f"{check.check}: {check.outcome.status.value}"
        + (f" {check.outcome.misconception.id}" if check.outcome.misconception else "")
        for check in sorted(checks, key=lambda check: check.check)
        if check.outcome.status.value != "pass"
    )
