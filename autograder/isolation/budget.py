"""The time that all calls of one submission may take together."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Budget"]


class Budget:
    """Counts down while the calls of one submission are under way.

    Parameters
    ----------
    seconds : float
        What all the sessions that share this budget may use together.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._used = 0.0

    @property
    def left(self) -> float:
        """Seconds that are left; never less than 0."""
        return max(0.0, self.seconds - self._used)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time until the block ends."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._used += time.monotonic() - start
