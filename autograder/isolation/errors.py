"""The errors of this package: the kit's own fault or the machine's, never a student's."""

from autograder.course.errors import UserError

__all__ = ["IsolationError", "NotIsolated"]


class IsolationError(Exception):
    """The machine does not let the kit isolate a process; grading cannot go on."""


class NotIsolated(IsolationError, UserError):
    """What was asked for cannot be had on this machine; the text says what to do."""
