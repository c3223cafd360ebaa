"""The one error of this package: the kit's own fault, never a student's."""

__all__ = ["IsolationError"]


class IsolationError(Exception):
    """The machine does not let the kit isolate a process; grading cannot go on."""
