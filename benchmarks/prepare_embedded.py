"""Bring the UCI digits to MNIST's form: ``python -m benchmarks.prepare_embedded``.

The source is scikit-learn's ``load_digits``: 1,797 digits of 8×8 cells, each cell the number of
ink pixels in a 4×4 block of a 32×32 bitmap. NIST's program had made these bitmaps: it
straightened each digit and stretched it to a fixed box, which thickened the ones and took away
slant and proportions. MNIST's digits kept both. So a digit goes through six steps:

1. ``ink_field``: a smooth surface whose blocks hold the ink that was counted;
2. ``bitmaps``: a bitmap with exactly the counted ink in each block, placed where it best
   continues the strokes around it;
3. ``pen_widths`` and ``proportions``: a pen is as wide in one digit as in the next, so a digit
   whose strokes are wide was stretched, and is narrowed by as much;
4. ``leans``: a slant for each writer, as hands have it (not the writer's own: that is lost);
5. ``thin_strokes``: each stroke cut at the same part of its own height, so that light strokes
   do not break and heavy ones do not fill;
6. ``draw``: the ink box brought to 20 pixels on its longer side, centred by mass in 28×28.

There is no randomness. The constants were set by comparing the product with MNIST's test images:
mean grey, width of strokes and of boxes, slant, and how a network trained on the one does on the
other. No pixel of MNIST is in the product. docs/digits.md has the figures and their limits.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.embedded import CHECKSUM_FILE, DIGITS_FILE, TEST_COUNT

__all__ = ["main", "prepare", "split_order"]

CELLS = 8
MARGIN = 2  # empty cells around the digit, so that the surface can fall to nothing
FINE = 8  # samples of the surface along one cell: two for each pixel of the bitmap
REFINEMENTS = 6
REACH = 2  # samples on each side that have a say
INK = 16  # the level of one black sample before it is smoothed
ROUNDS = 20  # by then ink moves in 8 of the 1,797 digits, and by little

PEN_PROPORTION = 1.16  # width over NIST's width for a digit whose pen is the median one
NARROWEST, WIDEST = 0.4, 1.5
# Columns to the left for each row down: the mean, and the spreads between writers and within one.
MEAN_LEAN, LEAN_BETWEEN, LEAN_WITHIN = 0.13, 0.13, 0.03
WRITERS, WRITER_STRIDE = 13, 5  # the file goes writer by writer; neighbours must not lean alike
GOLDEN = 0.6180339887498949
STROKE_CUT = 0.80  # part of a stroke's height at which its edge lies
FAINTEST = 0.4  # a height below it is that of a speck: one or two pixels of the bitmap
EDGE = 0.12  # softness of the edge, in the units of the cut

BOX, SIDE = 20, 28
SUBPIXELS = 5

Surfaces = NDArray[np.float64]
Levels = NDArray[np.int32]
Bitmaps = NDArray[np.bool_]


def prepare(cells: NDArray[Any]) -> NDArray[np.uint8]:
    """Bring 8×8 ink counts to MNIST's form.

    Parameters
    ----------
    cells : ndarray, shape (m, 8, 8)
        Ink pixels in each 4×4 block, 0 to 16.

    Returns
    -------
    ndarray of uint8, shape (m, 28, 28)
        0 is paper, 255 is ink.
    """
    ink = bitmaps(np.asarray(cells, dtype=np.int32))
    widths = proportions(pen_widths(ink))
    slants = leans(len(ink))
    strokes = thin_strokes(ink)
    return np.stack(
        [
            draw(stroke, width, slant)
            for stroke, width, slant in zip(strokes, widths, slants, strict=True)
        ]
    )


def ink_field(shares: Surfaces) -> Surfaces:
    """Return smooth surfaces, (m, 96, 96), with the given share of ink, (m, 8, 8), in each cell.

    A cubic spline whose mean over each cell is the cell's share; then, because the bitmap was
    black or white, it is bent until the part of each cell above one half is that share.
    """
    cells = CELLS + 2 * MARGIN
    padded = np.pad(shares, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    centres = np.arange(cells) + 0.5
    spline = cubic_spline(fine_positions()[:, None] - centres)
    cell_means = spline.reshape(cells, FINE, cells).mean(axis=1)
    weights = along_both_axes(np.linalg.inv(cell_means), padded)
    for _ in range(REFINEMENTS):
        black = np.clip(0.5 + 2 * (along_both_axes(spline, weights) - 0.5), 0, 1)
        found = black.reshape(-1, cells, FINE, cells, FINE).mean(axis=(2, 4))
        weights = weights + (padded - found)
    return along_both_axes(spline, weights)


def cubic_spline(distance: Surfaces) -> Surfaces:
    """Return the cubic B-spline at a distance from its centre, in cells."""
    t = np.abs(distance)
    return np.where(t < 1, 2 / 3 - t * t + t**3 / 2, np.where(t < 2, (2 - t) ** 3 / 6, 0.0))


def along_both_axes(matrix: Surfaces, surfaces: Surfaces) -> Surfaces:
    """Apply one matrix to the rows and to the columns of each surface."""
    product: Surfaces = matrix @ surfaces @ matrix.T
    return product


def fine_positions() -> Surfaces:
    """Return where the fine samples lie, in cells from the padded corner."""
    return (np.arange((CELLS + 2 * MARGIN) * FINE) + 0.5) / FINE


def bitmaps(cells: Levels) -> Bitmaps:
    """Return bitmaps, (m, 96, 96), with exactly the counted ink, (m, 8, 8) of 0–16, in each cell.

    Each cell blackens its highest samples, as many as were counted; the bitmap is smoothed, and
    the surface moves half the way towards it; and again. So the ink of a cell goes to where its
    neighbours' strokes run into it. Whole numbers, so that every machine ranks alike.
    """
    counts = np.pad(cells * (FINE * FINE // 16), ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    one = INK * sliding_samples() ** 2
    levels = np.rint(ink_field(cells / 16) * one).astype(np.int32)
    ink = highest(levels, counts)
    for _ in range(ROUNDS):
        levels = (levels + sliding_sum(sliding_sum(ink.astype(np.int32) * INK))) // 2
        ink = highest(levels, counts)
    return ink


def highest(levels: Levels, counts: Levels) -> Bitmaps:
    """Mark the highest samples of each cell, as many as its count; of equals, the first."""
    cells, size = CELLS + 2 * MARGIN, FINE * FINE
    by_cell = levels.reshape(-1, cells, FINE, cells, FINE).swapaxes(2, 3)
    depths = -by_cell.reshape(-1, cells, cells, size) * size + np.arange(size, dtype=np.int32)
    wanted = counts[..., None]
    deepest = np.take_along_axis(np.sort(depths, axis=-1), np.maximum(wanted - 1, 0), axis=-1)
    marked = (depths <= deepest) & (wanted > 0)
    return marked.reshape(-1, cells, cells, FINE, FINE).swapaxes(2, 3).reshape(levels.shape)


def pen_widths(ink: Bitmaps) -> Surfaces:
    """Return the median length of a horizontal run of ink in each digit, in cells."""
    edges = np.diff(np.pad(ink, ((0, 0), (0, 0), (1, 1))).astype(np.int8), axis=2)
    return np.array(
        [np.median(np.nonzero(edge == -1)[1] - np.nonzero(edge == 1)[1]) / FINE for edge in edges]
    )


def proportions(widths: Surfaces) -> Surfaces:
    """Return by how much each digit is widened, so that all pens become alike."""
    return np.clip(PEN_PROPORTION * np.median(widths) / widths, NARROWEST, WIDEST)


def leans(count: int) -> Surfaces:
    """Return a slant for each digit: one for each writer, and a little more for each digit.

    Both are normally distributed and computed, not drawn: the writers' slants are evenly spaced
    quantiles, the digits' come from the golden-ratio sequence.
    """
    digits = np.arange(count)
    writer = digits * WRITERS // count
    between = normal_quantiles((writer * WRITER_STRIDE % WRITERS + 0.5) / WRITERS)
    within = normal_quantiles(np.clip((digits * GOLDEN + 0.5) % 1, 1e-3, 1 - 1e-3))
    return MEAN_LEAN + LEAN_BETWEEN * between + LEAN_WITHIN * within


def normal_quantiles(shares: Surfaces) -> Surfaces:
    """Return the values below which these shares of a standard normal distribution lie."""
    return np.array([NormalDist().inv_cdf(float(share)) for share in shares])


def thin_strokes(ink: Bitmaps) -> Surfaces:
    """Smooth each bitmap and divide it by the height of the strokes nearby."""
    smooth = sliding_mean(sliding_mean(ink.astype(np.float64)))
    heights = sliding_mean(sliding_maximum(smooth))
    return smooth / np.maximum(heights, FAINTEST)


def sliding_samples() -> int:
    """Return how many samples are within reach of one, itself among them."""
    return (2 * REACH + 1) ** 2


def sliding_sum(surfaces: NDArray[Any]) -> NDArray[Any]:
    """Return the sum of what is within reach."""
    for axis in (1, 2):
        surfaces = reduce(np.add, shifted(surfaces, axis))
    return surfaces


def sliding_mean(surfaces: Surfaces) -> Surfaces:
    """Return the mean of what is within reach."""
    return sliding_sum(surfaces) / sliding_samples()


def sliding_maximum(surfaces: Surfaces) -> Surfaces:
    """Return the greatest value within reach."""
    for axis in (1, 2):
        surfaces = reduce(np.maximum, shifted(surfaces, axis))
    return surfaces


def shifted(surfaces: NDArray[Any], axis: int) -> Iterator[NDArray[Any]]:
    """Yield the surfaces moved along an axis by every step within reach."""
    return (np.roll(surfaces, step, axis) for step in range(-REACH, REACH + 1))


def draw(stroke: Surfaces, width: float, lean: float) -> NDArray[np.uint8]:
    """Draw one digit, widened and leaning, as MNIST would: one uint8 image, (28, 28)."""
    positions = fine_positions()
    middle = positions[-1] / 2
    rows, columns = np.nonzero(stroke > STROKE_CUT)
    y = positions[rows]
    x = (positions[columns] - middle) * width - lean * (y - middle)
    half = 0.5 / FINE
    left, top = x.min() - half, y.min() - half
    across, down = x.max() + half - left, y.max() + half - top
    scale = BOX / max(across, down)

    # The box's edges lie on whole pixels, as MNIST's do.
    column_offset = np.floor((BOX - across * scale) / 2 + 0.5)
    row_offset = np.floor((BOX - down * scale) / 2 + 0.5)
    grid = (np.arange(BOX * SUBPIXELS) + 0.5) / SUBPIXELS
    at_y = ((grid - row_offset) / scale + top)[:, None]
    at_x = (((grid - column_offset) / scale + left)[None, :] + lean * (at_y - middle)) / width
    heights = between_samples(stroke, np.broadcast_to(at_y, at_x.shape), at_x + middle)
    ink = np.clip((heights - STROKE_CUT) / EDGE + 0.5, 0, 1)
    pixels = ink.reshape(BOX, SUBPIXELS, BOX, SUBPIXELS).mean(axis=(1, 3))
    return centre_by_mass(pixels)


def between_samples(surface: Surfaces, y: Surfaces, x: Surfaces) -> Surfaces:
    """Return the surface at positions in cells, linearly between its samples."""
    last = len(surface) - 1.001
    row, column = np.clip(y * FINE - 0.5, 0, last), np.clip(x * FINE - 0.5, 0, last)
    i, j = row.astype(int), column.astype(int)
    down, right = row - i, column - j
    upper = surface[i, j] * (1 - right) + surface[i, j + 1] * right
    lower = surface[i + 1, j] * (1 - right) + surface[i + 1, j + 1] * right
    mixed: Surfaces = upper * (1 - down) + lower * down
    return mixed


def centre_by_mass(pixels: Surfaces) -> NDArray[np.uint8]:
    """Place a 20×20 box in 28×28 by whole pixels, its centre of mass nearest the middle."""
    middles = np.arange(BOX) + 0.5
    mass = pixels.sum()
    row = SIDE / 2 - (pixels.sum(axis=1) * middles).sum() / mass
    column = SIDE / 2 - (pixels.sum(axis=0) * middles).sum() / mass
    top, left = (int(np.clip(np.rint(place), 0, SIDE - BOX)) for place in (row, column))
    image = np.zeros((SIDE, SIDE), dtype=np.uint8)
    image[top : top + BOX, left : left + BOX] = np.rint(pixels * 255)
    return image


def split_order(labels: NDArray[Any], test_count: int = TEST_COUNT) -> NDArray[np.intp]:
    """Return the order that puts the training digits first and a stratified test set last.

    Each class gives its share, taken at even distances through the file: the file goes writer
    by writer, so every writer is in both parts.
    """
    classes, counts = np.unique(labels, return_counts=True)
    shares = counts * test_count / len(labels)
    quotas = np.floor(shares).astype(int)
    wanting = np.argsort(quotas - shares, kind="stable")[: test_count - quotas.sum()]
    quotas[wanting] += 1
    test = np.zeros(len(labels), dtype=bool)
    for digit, count, quota in zip(classes, counts, quotas, strict=True):
        places = ((np.arange(quota) + 0.5) * count / quota).astype(int)
        test[np.flatnonzero(labels == digit)[places]] = True
    return np.argsort(test, kind="stable")


def main() -> None:
    """Write the digits and their checksum beside this module."""
    # The one thing here that a student's machine does not have.
    from sklearn.datasets import load_digits  # noqa: PLC0415

    source = load_digits()
    order = split_order(source.target)
    images = prepare(source.images)[order]
    labels = source.target[order].astype(np.uint8)
    memory = io.BytesIO()
    np.savez_compressed(memory, images=images, labels=labels)
    packed = memory.getvalue()
    DIGITS_FILE.parent.mkdir(exist_ok=True)
    DIGITS_FILE.write_bytes(packed)
    line = f"{hashlib.sha256(packed).hexdigest()}  {DIGITS_FILE.name}\n"
    CHECKSUM_FILE.write_text(line, encoding="ascii")
    print(f"{Path(DIGITS_FILE).name}: {len(images)} digits, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
