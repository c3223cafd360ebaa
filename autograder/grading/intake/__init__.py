"""Intake: from what students handed in to the sources of their modules, and nothing run."""

from autograder.grading.intake.entries import Entry, Piece, find_entries
from autograder.grading.intake.refusal import Refusal
from autograder.grading.intake.submission import Submission, read_submission

__all__ = ["Entry", "Piece", "Refusal", "Submission", "find_entries", "read_submission"]
