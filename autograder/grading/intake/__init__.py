"""Intake: from the files that students handed in to their modules' sources; nothing is run."""

from autograder.grading.intake.entries import Entry, SubmittedFile, find_entries
from autograder.grading.intake.readings import Memory, Readings
from autograder.grading.intake.refusals import Refusal
from autograder.grading.intake.submission import Submission, read_submission

__all__ = [
    "Entry",
    "Memory",
    "Readings",
    "Refusal",
    "Submission",
    "SubmittedFile",
    "find_entries",
    "read_submission",
]
