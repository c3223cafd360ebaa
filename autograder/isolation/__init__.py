"""The fork server, the worker, its limits and the wire between it and the trusted side."""

import sys

from autograder.isolation.budget import Budget
from autograder.isolation.errors import IsolationError, NotIsolated
from autograder.isolation.modes import MODES, Isolation, LayerReport, layer_report, open_isolation
from autograder.isolation.output import Output
from autograder.isolation.pool import NOT_PROMISED
from autograder.isolation.session import Session

if sys.platform == "linux":
    from autograder.isolation.forkserver import ForkServer

__all__ = [
    "MODES",
    "NOT_PROMISED",
    "Budget",
    "ForkServer",
    "Isolation",
    "IsolationError",
    "LayerReport",
    "NotIsolated",
    "Output",
    "Session",
    "layer_report",
    "open_isolation",
]
