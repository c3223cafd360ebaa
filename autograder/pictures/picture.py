"""A figure that knows what it lacks, and belongs to nobody's window."""

import io
from pathlib import Path
from typing import Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread

from autograder.pictures.style import RC

__all__ = ["Picture"]

_DPI: Final = 150.0


class Picture(Figure):
    """A figure made without pyplot: none is left open, and nothing global is touched.

    Attributes
    ----------
    notes : tuple of str
        What of the student's functions could not be drawn, and why.
    """

    notes: tuple[str, ...] = ()

    def save(self, path: str | Path) -> Path:
        """Write a PNG, making its folder if need be, and return its path."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.png())
        return target

    def png(self, dpi: float = _DPI) -> bytes:
        """Return the picture as the bytes of a PNG."""
        written = io.BytesIO()
        with matplotlib.rc_context(RC):
            self.savefig(written, format="png", dpi=dpi)
        return written.getvalue()

    def pixels(self, width: int) -> np.ndarray:
        """Return the picture as uint8, shape (height, width, 3), drawn at this very width."""
        drawn = imread(io.BytesIO(self.png(dpi=width / self.get_figwidth())))
        return np.round(255 * drawn[:, :, :3]).astype(np.uint8)

    def _repr_png_(self) -> bytes:
        """Let a notebook show it, whether or not pyplot was imported there."""
        return self.png(dpi=100.0)
