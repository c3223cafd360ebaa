"""All pictures on one sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.image import imsave

from autograder.pictures.picture import Picture

__all__ = ["write_sheet"]

_WIDTH: Final = 760  # of one picture, in pixels
_GAP: Final = 24
_PAPER: Final = 255


def write_sheet(pictures: Sequence[Picture], path: Path) -> Path:
    """Write a PNG with all pictures in two columns, the odd one of them below both.

    Parameters
    ----------
    pictures : sequence of Picture
        In order; each goes into the column that is the shorter one by then.
    path : Path
        Where to; its folder is made.
    """
    columns: list[list[np.ndarray]] = [[], []]
    paired = len(pictures) - len(pictures) % 2
    for picture in pictures[:paired]:
        shorter = min(columns, key=_height)
        shorter.append(picture.pixels(_WIDTH))
    wide = [picture.pixels(2 * _WIDTH + _GAP) for picture in pictures[paired:]]
    top_of_wide = max(map(_height, columns)) + _GAP
    sheet = np.full(
        (top_of_wide + _height(wide), 2 * (_WIDTH + _GAP) + _GAP, 3), _PAPER, dtype=np.uint8
    )
    for drawn in wide:
        sheet[top_of_wide : top_of_wide + len(drawn), _GAP : _GAP + drawn.shape[1]] = drawn
    for number, column in enumerate(columns):
        left = _GAP + number * (_WIDTH + _GAP)
        top = _GAP
        for drawn in column:
            height, width, _ = drawn.shape
            sheet[top : top + height, left : left + width] = drawn
            top += height + _GAP
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        imsave(file, sheet, format="png")
    return path


def _height(column: Sequence[np.ndarray]) -> int:
    return sum(len(drawn) + _GAP for drawn in column)
