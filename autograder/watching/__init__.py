"""`nudge watch`: runs the checks that a save concerns, and shows them on one screen."""

from autograder.watching.loop import watch

__all__ = ["watch"]
