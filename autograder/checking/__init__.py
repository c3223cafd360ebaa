"""Checks: how they are written, run and compared, and the pytest plugin that runs them."""

from autograder.calls.script import Rng, Script
from autograder.checking.answers import Reference
from autograder.checking.check import check, oracle
from autograder.checking.compare import near
from autograder.checking.expectation import expect
from autograder.checking.misconception import (
    misconception,
    misconception_family,
    wrong_constant,
)
from autograder.checking.probe import Probe
from autograder.checking.student import Student

__all__ = [
    "Probe",
    "Reference",
    "Rng",
    "Script",
    "Student",
    "check",
    "expect",
    "misconception",
    "misconception_family",
    "near",
    "oracle",
    "wrong_constant",
]
