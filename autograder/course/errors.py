"""Errors that the person at the keyboard can do something about."""

__all__ = ["UserError"]


class UserError(Exception):
    """One message: what was wrong, where, and what to do; shown without a traceback."""
