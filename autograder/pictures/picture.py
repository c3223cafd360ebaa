"""A picture, and where it goes: a file, a sheet with others, a window."""

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread, imsave

from autograder.course import UserError
from autograder.pictures.panel import RC

__all__ = [
    "Picture",
    "maker",
    "pixels",
    "places",
    "put_into_window",
    "sheet_widths",
    "show",
    "write_sheet",
]

_DPI: Final = 150.0
_FOLDER: Final = Path("out")
_WIDTH: Final = 760  # of one picture on a sheet, in pixels
_GAP: Final = 24
_PAPER: Final = 255


class Picture(Figure):
    """A figure made without pyplot: none is left open, and nothing global is touched.

    Attributes
    ----------
    notes : tuple of str
        The values that could not be drawn, and why.
    """

    notes: tuple[str, ...] = ()

    def save(self, path: str | Path) -> Path:
        """Write a PNG, making its folder if need be, and return its path."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.png())
        return target

    def png(self, dpi: float = _DPI, width: int | None = None) -> bytes:
        """Return the picture as the bytes of a PNG, at some resolution or of some width."""
        dpi = width / self.get_figwidth() if width else dpi
        written = io.BytesIO()
        with matplotlib.rc_context(RC):
            self.savefig(written, format="png", dpi=dpi)
        return written.getvalue()

    def _repr_png_(self) -> bytes:
        """Let a notebook show it, whether or not pyplot was imported there."""
        return self.png(dpi=100.0)


def pixels(png: bytes) -> np.ndarray:
    """Return what a PNG shows as uint8, shape (height, width, 3)."""
    drawn = imread(io.BytesIO(png))
    return np.round(255 * drawn[:, :, :3]).astype(np.uint8)


def sheet_widths(count: int) -> list[int]:
    """Return the widths of so many pictures on a sheet, in pixels: the odd one has all of it."""
    odd = count % 2
    return [_WIDTH] * (count - odd) + [2 * _WIDTH + _GAP] * odd


def write_sheet(pictures: Sequence[np.ndarray], path: Path) -> Path:
    """Write a PNG with all pictures in two columns, the odd one of them below both.

    Parameters
    ----------
    pictures : sequence of ndarray
        The pixels of each, as wide as `sheet_widths` says. In order, each goes into the column that
        is shorter at that point.
    path : Path
        The file; its folder is made.
    """
    columns: list[list[np.ndarray]] = [[], []]
    paired = len(pictures) - len(pictures) % 2
    for picture in pictures[:paired]:
        min(columns, key=_height).append(picture)
    wide = pictures[paired:]
    top_of_wide = max(map(_height, columns)) + _GAP
    sheet = np.full(
        (top_of_wide + _height(wide), 2 * (_WIDTH + _GAP) + _GAP, 3), _PAPER, dtype=np.uint8
    )
    lefts = (_GAP, _GAP + _WIDTH + _GAP, _GAP)
    for column, left, highest in zip(
        (*columns, wide), lefts, (_GAP, _GAP, top_of_wide), strict=True
    ):
        top = highest
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


def maker(window: bool) -> Callable[..., Any]:
    """Return a function that makes empty pictures, each in a window if wanted.

    Raises
    ------
    UserError
        If a window is wanted, and there is no display or no toolkit for windows.
    """
    if not window:
        return Picture
    # Imported here: it looks for a display, which nothing else needs.
    import matplotlib.pyplot as plt  # noqa: PLC0415

    try:
        tried = plt.figure()
        draws_windows = type(tried.canvas).required_interactive_framework is not None
        plt.close(tried)
    except ImportError:  # a toolkit is configured that cannot reach a display
        draws_windows = False
    if not draws_windows:
        raise UserError("there is no window here; leave --window out, and open the saved picture")
    return partial(plt.figure, FigureClass=Picture)


def put_into_window(make: Callable[..., Any], png: bytes) -> None:
    """Show a picture that was drawn elsewhere: a window that fits it, made by `make`."""
    drawn = pixels(png)
    height, width = (side / _DPI for side in drawn.shape[:2])
    figure: Figure = make(figsize=(width, height), dpi=_DPI)
    figure.figimage(drawn)


def show() -> None:
    """Show the windows until they are closed."""
    import matplotlib.pyplot as plt  # noqa: PLC0415

    plt.show()
    plt.close("all")


def places(exercises: Sequence[str], out: Path | None) -> dict[str, Path]:
    """Return the file of each picture: `out/e04.png`, or as asked.

    Parameters
    ----------
    exercises : sequence of str
        The ids.
    out : Path or None
        A file, if it ends in .png and is for one picture; otherwise a folder.

    Raises
    ------
    UserError
        If several pictures should go into one file, or the file is not a PNG.
    """
    folder = out or _FOLDER
    if not folder.is_dir() and folder.suffix:
        if folder.suffix.lower() != ".png":
            raise UserError(f"{folder} is not a PNG; give a file.png or a folder")
        if len(exercises) > 1:
            raise UserError(f"{len(exercises)} pictures do not fit into {folder}; give a folder")
        return dict.fromkeys(exercises, folder)
    return {exercise: folder / f"{exercise.partition('_')[0]}.png" for exercise in exercises}
