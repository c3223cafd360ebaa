"""Many pieces of bytes as two arrays: whatever they hold, it can cross the wire."""

from collections.abc import Sequence

import numpy as np

__all__ = ["packed", "unpacked"]


def packed(pieces: Sequence[bytes]) -> dict[str, np.ndarray]:
    """Return pieces as a plain value."""
    together = np.frombuffer(bytearray(b"".join(pieces)), np.uint8)
    return {"bytes": together, "lengths": np.array([len(piece) for piece in pieces], np.int64)}


def unpacked(value: object) -> list[bytes]:
    """Return the pieces that a plain value holds.

    Raises
    ------
    ValueError
        If it holds anything else.
    """
    together, lengths = (
        (value.get("bytes"), value.get("lengths")) if type(value) is dict else (None, None)
    )
    if (
        not isinstance(together, np.ndarray)
        or not isinstance(lengths, np.ndarray)
        or (together.dtype, together.ndim) != (np.uint8, 1)
        or (lengths.dtype, lengths.ndim) != (np.int64, 1)
        # Each one bounded, so that their sum cannot go round.
        or np.any((lengths < 0) | (lengths > together.size))
        or sum(lengths.tolist()) != together.size
    ):
        raise ValueError("no pieces of bytes")
    data, at, pieces = together.tobytes(), 0, []
    for length in lengths.tolist():
        pieces.append(data[at : at + length])
        at += length
    return pieces
