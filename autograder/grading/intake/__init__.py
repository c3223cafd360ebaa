"""Intake: from the files that students handed in to their modules' sources; nothing is run."""

from autograder.grading.intake.entries import Entry, find_entries
from autograder.grading.intake.readings import Readings
from autograder.grading.intake.submission import Submission, read_submission

__all__ = ["Entry", "Readings", "Submission", "find_entries", "read_submission"]
