"""Inputs for checks: seeded, and the same bits on every platform.

The answer key of a handout is looked up by the inputs' exact bytes, so everything here is made
from Python's own Mersenne Twister, whose stream is fixed, by exact arithmetic alone.
"""

import itertools
import math
import random

import numpy as np

__all__ = ["Probe"]


class Probe:
    """A source of inputs that no student can know beforehand.

    Parameters
    ----------
    seed : str
        Anything; the same text gives the same inputs.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def integer(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return self._random.randint(low, high)

    def integers(self, low: int, high: int, *shape: int) -> np.ndarray:
        """Return whole numbers from `low` to `high`, both included; int64 of `shape`."""
        return low + (self._words(shape) % (high - low + 1)).astype(np.int64)

    def array(self, *shape: int, low: float = -2.0, high: float = 2.0) -> np.ndarray:
        """Return float64 multiples of 0.01 from `low` to `high`, of `shape`."""
        return self.integers(round(100 * low), round(100 * high), *shape) / 100.0

    def images(self, m: int, height: int, width: int) -> np.ndarray:
        """Return `m` grey images, uint8 (m, height, width)."""
        return self.integers(0, 255, m, height, width).astype(np.uint8)

    def digits(self, m: int) -> tuple[np.ndarray, np.ndarray]:
        """Return `m` of the embedded handwritten digits.

        Returns
        -------
        images : ndarray
            uint8 (m, 28, 28).
        labels : ndarray
            int64 (m,), from 0 to 9.
        """
        import datasets  # noqa: PLC0415 - 240 KB of digits that most checks never ask for

        digits = datasets.load("embedded")
        chosen = self.integers(0, len(digits.train_labels) - 1, m)
        return digits.train_images[chosen].copy(), digits.train_labels[chosen].astype(np.int64)

    def one_hot(self, n_classes: int, m: int) -> np.ndarray:
        """Return one-hot columns, float64 (n_classes, m)."""
        columns = np.zeros((n_classes, m))
        columns[self.integers(0, n_classes - 1, m), np.arange(m)] = 1.0
        return columns

    def sizes(self, n_layers: int, low: int, high: int) -> list[int]:
        """Return `n_layers` layer sizes from `low` to `high`, no two neighbours equal."""
        sizes = [self.integer(low, high)]
        while len(sizes) < n_layers:
            size = self.integer(low, high)
            if size != sizes[-1]:
                sizes.append(size)
        return sizes

    def network(self, sizes: list[int]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return parameters ``[(W, b), …]``: W (n, n_previous), b (n, 1), no bias zero.

        The weights shrink as the square root of `n_previous` grows, so that no neuron saturates.
        """
        parameters = []
        for n_previous, n in itertools.pairwise(sizes):
            # A power of two keeps the scaling exact.
            scale = 2.0 ** -(max(n_previous.bit_length() - 1, 0) // 2)
            weights = self.array(n, n_previous) * scale
            biases = self.array(n, 1, low=0.1, high=1.0) * (2.0 * self.integers(0, 1, n, 1) - 1.0)
            parameters.append((weights, biases))
        return parameters

    def _words(self, shape: tuple[int, ...]) -> np.ndarray:
        words = self._random.randbytes(4 * math.prod(shape))
        return np.frombuffer(words, dtype="<u4").reshape(shape)
