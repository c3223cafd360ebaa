"""What trying the layers of isolation found, as data."""

from dataclasses import dataclass

__all__ = ["Diagnosis", "Trial"]


@dataclass(frozen=True)
class Trial:
    """One thing that was tried in a worker.

    Attributes
    ----------
    layer : str
        The layer that is to hold it.
    tried : str
        What the code in the worker did.
    found : str
        What happened.
    holds : bool
        Whether that is as it should be.
    needed : bool
        Whether strict isolation cannot do without.
    """

    layer: str
    tried: str
    found: str
    holds: bool
    needed: bool


@dataclass(frozen=True)
class Diagnosis:
    """All trials, and what they come to."""

    trials: tuple[Trial, ...]

    @property
    def strict_holds(self) -> bool:
        """Whether `--isolation strict` can hold on this machine."""
        return all(trial.holds for trial in self.trials if trial.needed)
