"""Small limits for the tests of the sandbox, and the types of their fixtures."""

from collections.abc import Callable

from autograder.course import Limits
from autograder.isolation import Session
from autograder.isolation.session import ModuleCaller

LIMITS = Limits(
    cpu_seconds=0.3,
    wall_seconds=0.6,
    submission_seconds=10.0,
    memory_mb=256,
    output_mb=1.0,
    file_mb=1.0,
    disk_mb=4.0,
    files=50,
)

Open = Callable[..., Session]
Submit = Callable[..., ModuleCaller]
