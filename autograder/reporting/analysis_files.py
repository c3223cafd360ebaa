"""`analysis.json`: what the answers say about the checks, for other programs."""

import json
from typing import Any

from autograder.grading.results import Gradebook
from autograder.reporting.analysis import FEWEST, Analysis, CheckAnalysis, Figures
from autograder.reporting.gradebook_files import encodable

__all__ = ["analysis_json"]

FORMAT = "nudge-analysis/1"
_DIGITS = 4


def analysis_json(analysis: Analysis, gradebook: Gradebook) -> str:
    """Return an analysis as JSON, one line to a value, ending with a newline.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    gradebook : Gradebook
        What it was made from: its title and its record are said too.
    """
    whole = {
        "format": FORMAT,
        "title": gradebook.title,
        "record": gradebook.record,
        "students": analysis.students,
        "left_out": vars(analysis.left_out),
        "blank": analysis.blank,
        "fewest": FEWEST,
        "remarks": list(analysis.remarks),
        "reliability": _rounded(vars(analysis.reliability)) if analysis.reliability else None,
        "chance": _rounded(analysis.chance),
        "exercises": [
            {
                "id": exercise.exercise,
                "title": exercise.title,
                "possible": exercise.possible,
                **_figures(exercise.figures),
                "checks": [_check(check) for check in exercise.checks],
            }
            for exercise in analysis.exercises
        ],
        "concepts": [
            {
                "concept": concept.concept,
                "students": concept.students,
                "exercises": list(concept.exercises),
                "checks": concept.checks,
                **_figures(concept.figures),
            }
            for concept in analysis.concepts
        ],
        "flags": [vars(flag) for flag in analysis.flags],
    }
    return json.dumps(encodable(whole), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _check(check: CheckAnalysis) -> dict[str, Any]:
    return {
        "name": check.check,
        "sentence": check.sentence,
        "hidden": check.hidden,
        "possible": check.possible,
        **_figures(check.figures),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "difficulty": _rounded(figures.difficulty),
        "discrimination": _rounded(figures.discrimination),
        "shares": _rounded(vars(figures.shares)) if figures.shares else None,
        "distractors": [
            {
                "exercise": one.exercise,
                **vars(one.misconception),
                "students": one.students,
                "mean_total": round(one.mean_total, 2),
            }
            for one in figures.distractors
        ],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, _DIGITS) if isinstance(value, float) else value
