"""Pictures of digits, by matplotlib; nothing here needs a display."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.dataset import Dataset, DatasetError

__all__ = ["arrange", "choose", "save", "save_pair"]

PAPER = 255
GAP = 2


def choose(
    dataset: Dataset, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw digits from the training split, or from the test split when it stands alone.

    Returns
    -------
    images : ndarray of uint8, shape (k, 28, 28)
    labels : ndarray of int64, shape (k,)
        Sorted; k is `count`, or fewer when there are not as many.
    """
    if count < 1:
        raise DatasetError(f"a gallery needs at least one digit, not {count}")
    images, labels = dataset.train_images, dataset.train_labels
    if len(labels) == 0:
        images, labels = dataset.test_images, dataset.test_labels
    chosen = rng.permutation(len(labels))[:count]
    chosen = chosen[np.argsort(labels[chosen], kind="stable")]
    return images[chosen], labels[chosen]


def arrange(images: NDArray[np.uint8], columns: int) -> NDArray[np.uint8]:
    """Lay images out in rows on one sheet, as ink on paper.

    Parameters
    ----------
    images : ndarray of uint8, shape (m, h, w)
    columns : int
        Images in one row.

    Returns
    -------
    ndarray of uint8, shape (rows·(h + 2), columns·(w + 2))
        255 is paper.
    """
    rows = -(-len(images) // columns)
    height, width = images.shape[1] + GAP, images.shape[2] + GAP
    sheet = np.full((rows * columns, height, width), PAPER, dtype=np.uint8)
    sheet[: len(images), :-GAP, :-GAP] = PAPER - images
    grid = sheet.reshape(rows, columns, height, width)
    return grid.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)


def save(images: NDArray[np.uint8], title: str, out: Path, columns: int = 10) -> None:
    """Save one gallery as a picture."""
    save_sheets([(title, arrange(images, min(columns, len(images))))], out)


def save_pair(
    left: tuple[str, NDArray[np.uint8]],
    right: tuple[str, NDArray[np.uint8]],
    out: Path,
    columns: int = 10,
) -> None:
    """Save two titled galleries side by side at one scale, to compare them."""
    save_sheets([(title, arrange(images, columns)) for title, images in (left, right)], out)


def save_sheets(sheets: list[tuple[str, NDArray[np.uint8]]], out: Path) -> None:
    """Draw titled sheets in one row and save the picture."""
    # Not pyplot: it would look for a display and keep every figure.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    height, width = sheets[0][1].shape
    inches = 1 / 60
    figure = Figure(
        figsize=(max(width * inches, 3.2) * len(sheets), height * inches + 0.5),
        layout="constrained",
    )
    FigureCanvasAgg(figure)
    panels: Any = figure.subplots(1, len(sheets), squeeze=False)[0]
    for panel, (title, sheet) in zip(panels, sheets, strict=True):
        panel.imshow(sheet, cmap="gray", vmin=0, vmax=PAPER, interpolation="nearest")
        panel.set_title(title, fontsize=10)
        panel.set_axis_off()
    try:
        figure.savefig(out, dpi=120)
    except (OSError, ValueError) as error:
        raise DatasetError(f"the picture {out} cannot be written: {error}") from error
