"""The fork server, the worker, its limits and the wire between it and the trusted side."""

from autograder.isolation.budget import Budget
from autograder.isolation.errors import IsolationError
from autograder.isolation.forkserver import ForkServer
from autograder.isolation.output import Output
from autograder.isolation.session import Session

__all__ = ["Budget", "ForkServer", "IsolationError", "Output", "Session"]
