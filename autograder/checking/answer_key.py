"""The answer key of a handout: recorded right answers, and the answers of each misconception.

A handout has no solutions, so its `reference` and its misconceptions are replayed from one JSON
file an exercise. JSON keeps every float64 exactly, and a student may read it. Its values have the
form that they have on the wire (`calls/packed.py`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.packed import Packed, pack, unpack
from autograder.calls.wire import written
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
                    key: Misconception(key, row["name"], row["hint"], row.get("concept", ""))
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
    form = pack([function, [*arguments]])
    # NumPy 1 on Windows makes 32-bit integers where every other makes 64-bit ones.
    arrays = [one.astype("<i8") if one.dtype.kind == "i" else one for one in form.arrays]
    return hashlib.sha256(written(form._replace(arrays=arrays))).hexdigest()[:24]


def packed(value: Any) -> dict[str, Any]:
    """Return a plain value as JSON can hold it, exactly: its form, and the columns it has."""
    columns = pack(value)._asdict()
    columns["arrays"] = [
        {
            "dtype": array.dtype.newbyteorder("<").str,
            "shape": list(array.shape),
            "data": array.ravel().tolist(),
        }
        for array in columns["arrays"]
    ]
    return {name: column for name, column in columns.items() if name == "form" or column}


def unpacked(data: Mapping[str, Any]) -> Any:
    """Return the plain value that `packed` made into `data`."""
    columns = {name: data.get(name, []) for name in Packed._fields}
    columns["arrays"] = (
        np.array(array["data"], dtype=array["dtype"]).reshape(array["shape"])
        for array in columns["arrays"]
    )
    return unpack(Packed(**columns))


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
        value=unpacked(row["value"]) if "value" in row else None,
        text=row.get("text", ""),
        error=row.get("error", ""),
        changed=tuple(row.get("changed", ())),
    )
