"""How much memory the trusted side takes, while a student chooses the shapes it computes with."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["memory_limit"]

# A frame of 64 MB is copied some ten times on its way in, through a supplied function and out.
_MOST: Final = 2048 * 2**20


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Refuse this process, while the block lasts, more than 2 GB beyond what it has.

    A column of a megabyte and a row of a megabyte are harmless, and span a terabyte where an honest
    product or comparison lets them meet. What is too much raises MemoryError there, in place of
    taking the machine down. A system without such a limit goes without.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + _MOST
    if soft != resource.RLIM_INFINITY:
        most = min(soft, most)
    # The hard limit stays, so that there is a way back.
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
