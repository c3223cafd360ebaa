"""`nudge watch`: the checks that a save concerns, run at once and shown on one screen."""

from autograder.watching.loop import watch

__all__ = ["watch"]
