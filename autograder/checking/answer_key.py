"""The answer key of a handout: recorded right answers, and the answers of each misconception.

A handout has no solutions, so its `reference` and its misconceptions are replayed from one JSON
file an exercise. JSON keeps every float64 exactly, and a student may read it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.answers import Prediction
from autograder.checking.outcome import KitFault, Misconception

__all__ = ["AnswerKey", "call_digest", "packed", "packed_answer", "unpacked"]


@dataclass(frozen=True)
class AnswerKey:
    """One exercise's recorded answers; stands in for its reference and its misconceptions.

    Attributes
    ----------
    exercise : str
        The exercise's id.
    points : float
        The points of all its checks together, the hidden ones included.
    parameters : mapping
        Each function's parameter names.
    misconceptions : mapping
        The misconceptions by id.
    calls : mapping
        By digest of function and arguments: the right answer, and the wrong ones that differ.
    """

    exercise: str
    points: float
    parameters: Mapping[str, Sequence[str]]
    misconceptions: Mapping[str, Misconception]
    calls: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, path: Path) -> "AnswerKey":
        """Read a key from its file.

        Raises
        ------
        KitFault
            If the file is missing or is not an answer key.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            points = float(data["points"])
            if not points > 0:
                raise ValueError(f"{points} points")
            return cls(
                exercise=data["exercise"],
                points=points,
                parameters=data["parameters"],
                misconceptions={
                    key: Misconception(key, row["name"], row["hint"])
                    for key, row in data["misconceptions"].items()
                },
                calls=data["calls"],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KitFault(
                f"the answer key {path.name} cannot be read ({error}); unpack the handout again"
            ) from error

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return the recorded right answer.

        Raises
        ------
        KitFault
            If this very call was not recorded.
        """
        try:
            call = self.calls[call_digest(function, arguments)]
        except KeyError:
            raise KitFault(
                f"the answer key of {self.exercise} has no answer to this call of {function}; "
                "were the checks edited? Unpack the handout again"
            ) from None
        return unpacked(call["expected"])

    def parameter_names(self, function: str) -> Sequence[str]:
        """Return the names of the function's parameters."""
        return self.parameters.get(function, ())

    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> Iterator[Prediction]:
        """Yield the answer of each misconception to this call; nothing if it was not recorded."""
        call = self.calls.get(call_digest(function, arguments))
        if call is None:
            return
        for key, known in self.misconceptions.items():
            if only not in (None, key):
                continue
            recorded = call["wrong"].get(key)
            if recorded is not None:
                yield Prediction(known, _answer(recorded))
            elif "expected" in call:
                yield Prediction(known, Answer(CallStatus.RETURNED, unpacked(call["expected"])))


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


def packed(value: Any) -> Any:
    """Return a plain value as JSON can hold it, exactly."""
    if isinstance(value, np.ndarray):
        return {
            "array": value.ravel().tolist(),
            "shape": list(value.shape),
            "dtype": value.dtype.newbyteorder("<").str,
        }
    if isinstance(value, np.generic):
        return {"scalar": value.item(), "dtype": value.dtype.newbyteorder("<").str}
    if isinstance(value, tuple):
        return {"tuple": [packed(item) for item in value]}
    if isinstance(value, list):
        return [packed(item) for item in value]
    if isinstance(value, dict):
        return {"dict": {key: packed(item) for key, item in value.items()}}
    return value


def unpacked(data: Any) -> Any:
    """Return the plain value that `packed` made into `data`."""
    if isinstance(data, list):
        return [unpacked(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return np.array(data["array"], dtype=data["dtype"]).reshape(data["shape"])
    if "scalar" in data:
        return np.dtype(data["dtype"]).type(data["scalar"])
    if "tuple" in data:
        return tuple(unpacked(item) for item in data["tuple"])
    return {key: unpacked(item) for key, item in data["dict"].items()}


def packed_answer(answer: Answer) -> dict[str, Any]:
    """Return how a misconception ended, as JSON can hold it."""
    row: dict[str, Any] = {"ending": answer.status.value}
    if answer.status is CallStatus.RETURNED:
        row["value"] = packed(answer.value)
    if answer.error:
        row |= {"error": answer.error, "text": answer.text}
    if answer.changed:
        row["changed"] = list(answer.changed)
    return row


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(
        CallStatus(row["ending"]),
        value=unpacked(row.get("value")),
        text=row.get("text", ""),
        error=row.get("error", ""),
        changed=tuple(row.get("changed", ())),
    )
