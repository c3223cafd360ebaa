"""The answer key of a handout: recorded right answers, and the answers of each misconception.

A handout has no solutions, so its `reference` and its misconceptions are replayed from one JSON
file an exercise. JSON keeps every float64 exactly, and a student may read it. Its values have the
form that they have on the wire (`calls/packed.py`).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.packed import Packed, pack, unpack
from autograder.calls.wire import written
from autograder.checking.answers import Candidate, Prediction
from autograder.checking.outcome import KitFault, Misconception

__all__ = [
    "AnswerKey",
    "call_digest",
    "packed",
    "packed_candidate",
    "packed_prediction",
    "unpacked",
]


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
    known : sequence of Candidate
        The misconceptions.
    calls : mapping
        By digest of function and arguments: the right answer, the wrong ones that differ, and the
        misconceptions that say nothing about this call.
    """

    exercise: str
    points: float
    parameters: Mapping[str, Sequence[str]]
    known: Sequence[Candidate]
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
                known=tuple(
                    candidate
                    for key, row in data["misconceptions"].items()
                    for candidate in _candidates(key, row)
                ),
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

    def candidates(self, function: str, arguments: Sequence[Any]) -> Sequence[Candidate]:
        """Return the misconceptions, if this call was recorded."""
        return self.known if call_digest(function, arguments) in self.calls else ()

    def prediction(self, key: str, function: str, arguments: Sequence[Any]) -> Prediction | None:
        """Return the recorded answer of a misconception; the right one where it has none wrong."""
        call = self.calls.get(call_digest(function, arguments))
        if call is None or key in call.get("silent", ()):
            return None
        recorded = call["wrong"].get(key)
        if recorded is not None:
            return _prediction(recorded)
        if "expected" not in call:
            return None
        return Prediction(Answer(CallStatus.RETURNED, unpacked(call["expected"])))

    def pair(self, first: Candidate, second: Candidate) -> None:
        """Return nothing: a handout has recorded answers, and no code to combine."""


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


def packed_prediction(prediction: Prediction) -> dict[str, Any]:
    """Return how a misconception ended, as JSON can hold it: an error by its reason."""
    answer = prediction.answer
    row: dict[str, Any] = {"ending": answer.status.value}
    if answer.status is CallStatus.RETURNED:
        row["value"] = packed(answer.value)
    if answer.error:
        row["error"] = answer.error
    if prediction.reason:
        row["reason"] = list(prediction.reason)
    if answer.changed:
        row["changed"] = list(answer.changed)
    return row


def _prediction(row: Mapping[str, Any]) -> Prediction:
    answer = Answer(
        CallStatus(row["ending"]),
        value=unpacked(row["value"]) if "value" in row else None,
        error=row.get("error", ""),
        changed=tuple(row.get("changed", ())),
    )
    return Prediction(answer, tuple(row["reason"]) if "reason" in row else None)


def packed_candidate(candidates: Sequence[Candidate]) -> dict[str, Any]:
    """Return a misconception as JSON can hold it; a family of separate values has several."""
    [first, *_] = candidates
    row: dict[str, Any] = {
        "name": first.misconception.name,
        "hint": first.misconception.hint,
        "concept": first.misconception.concept,
        "home": first.home,
    }
    keys = [key for one in candidates for key in one.keys]
    if keys != [first.misconception.id]:
        row["keys"] = keys
    if first.nodes:
        row["nodes"] = list(first.nodes)
    return row


def _candidates(key: str, row: Mapping[str, Any]) -> list[Candidate]:
    known = Misconception(key, row["name"], row["hint"], row.get("concept", ""))
    keys, nodes = row.get("keys", [key]), tuple(row.get("nodes", ()))
    groups = [tuple(keys)] if nodes else [(one,) for one in keys]
    return [Candidate(known, group, nodes, row.get("home", "")) for group in groups]
