"""The trusted side's half of the sandbox: it starts workers, limits them and asks them."""

from autograder.isolation.allowance import Budget
from autograder.isolation.class_calls import SuppliedClass
from autograder.isolation.forkserver import ForkServer
from autograder.isolation.modes import MODES, LayerReport, layer_report, open_isolation
from autograder.isolation.output import Output
from autograder.isolation.processpool import NOT_PROMISED
from autograder.isolation.requirement import IsolationError, NotIsolated, advice
from autograder.isolation.session import Isolation, Session

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
    "SuppliedClass",
    "advice",
    "layer_report",
    "open_isolation",
]
