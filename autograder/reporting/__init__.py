"""Feedback pages, the class page, an analysis of the checks, and the gradebook's files."""

from autograder.reporting.gradebook_files import GradebookError, read_gradebook
from autograder.reporting.reveal import Reveal
from autograder.reporting.write import Reports, feedback_names, write_analysis, write_reports

__all__ = [
    "GradebookError",
    "Reports",
    "Reveal",
    "feedback_names",
    "read_gradebook",
    "write_analysis",
    "write_reports",
]
