"""`--isolation strict`: the fork server, and no session without the layers it needs."""

from autograder.isolation.forkserver import ForkServer
from autograder.isolation.requirement import require

__all__ = ["StrictForkServer"]


class StrictForkServer(ForkServer):
    """A fork server that does not start where a guarantee would not hold."""

    def start(self) -> None:
        """Start the server and wait until it is warm.

        Raises
        ------
        IsolationError
            If it does not start; `NotIsolated` if it lacks a layer that is needed.
        """
        super().start()
        try:
            require(self.layers)
        except BaseException:
            self.stop()
            raise
