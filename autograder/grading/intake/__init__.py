"""Intake: from the files that students handed in to their modules' sources; nothing is run."""

from autograder.grading.intake.entries import Entry, SubmittedFile, find_entries
from autograder.grading.intake.listing import Refusal
from autograder.grading.intake.submission import Submission, read_submission

__all__ = ["Entry", "Refusal", "Submission", "SubmittedFile", "find_entries", "read_submission"]
