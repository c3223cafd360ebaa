"""One name for one call: the key under which an answer key files it."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["call_digest"]


def call_digest(function: str, arguments: Sequence[Any]) -> str:
    """Return 24 hexadecimal digits that stand for the function and the arguments' exact bits."""
    digest = hashlib.sha256(function.encode())
    for argument in arguments:
        _feed(digest, argument)
    return digest.hexdigest()[:24]


def _feed(digest: Any, value: Any) -> None:
    if isinstance(value, np.ndarray):
        # NumPy 1 on Windows makes 32-bit integers where every other makes 64-bit ones.
        kind = np.dtype("<i8") if value.dtype.kind == "i" else value.dtype.newbyteorder("<")
        digest.update(f"|array {kind.str} {value.shape}|".encode())
        digest.update(np.ascontiguousarray(value, dtype=kind).tobytes())
    elif isinstance(value, np.generic):
        # Its repr differs between versions of numpy: 1.0, then np.float64(1.0).
        kind = value.dtype.newbyteorder("<")
        digest.update(f"|scalar {kind.str} {value.item()!r}|".encode())
    elif isinstance(value, (list, tuple)):
        digest.update(f"|{type(value).__name__} {len(value)}|".encode())
        for item in value:
            _feed(digest, item)
    elif isinstance(value, dict):
        digest.update(f"|dict {len(value)}|".encode())
        for key, item in value.items():
            digest.update(f"|{key}|".encode())
            _feed(digest, item)
    else:
        digest.update(f"|{type(value).__name__} {value!r}|".encode())
