"""Feedback pages, the class page, the gradebook's files and its tables for a terminal."""

from autograder.reporting.gradebook_files import GradebookError, read_gradebook
from autograder.reporting.reveal import Reveal
from autograder.reporting.write import Reports, feedback_names, write_reports

__all__ = [
    "GradebookError",
    "Reports",
    "Reveal",
    "feedback_names",
    "read_gradebook",
    "write_reports",
]
