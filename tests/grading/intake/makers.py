"""Submissions of every shape, made for the tests of the intake."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.calls.answer import Answer
from autograder.calls.wire import decode, encode
from autograder.grading.intake import Entry, Readings, Submission, find_entries
from autograder.grading.intake import read_submission as read_with
from autograder.worker.opening import Opener

EXERCISES = {
    "e04_sigmoid": ["sigmoid", "sigmoid_prime"],
    "e07_dense": ["pre_activation", "dense_forward"],
}
SIGMOID = b"def sigmoid(z): ...\ndef sigmoid_prime(z): ...\n"
DENSE = b"def pre_activation(W, b, a): ...\ndef dense_forward(W, b, a): ...\n"
BOTH = {"e04_sigmoid.py": SIGMOID, "e07_dense.py": DENSE}
MODULES = {"exercises.e04_sigmoid": SIGMOID, "exercises.e07_dense": DENSE}


class OpenedHere:
    """In place of a session: opens files in this process; each message crosses the wire."""

    lost_to_load = 0
    slow = frozenset[str]()

    def __init__(self) -> None:
        self._opener = Opener()

    def call(self, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        answer = self._opener.call(function, decode(encode([*arguments])))
        return replace(answer, value=decode(encode(answer.value)))

    def close(self) -> None:
        pass


class ReadingsHere(Readings):
    """Starts no process; `asked` counts the messages, for what the memory could not answer."""

    asked = 0

    def _opened_session(self) -> Any:
        self.asked += 1
        self._session = self._session or OpenedHere()  # type: ignore[assignment]
        return self._session


HERE = ReadingsHere("strict", EXERCISES)


def read_submission(entry: Entry, readings: Readings = HERE) -> Submission:
    return read_with(entry, EXERCISES, readings)


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = name  # as it is: a backslash, or an absolute path
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w:gz", **options: Any) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, **options) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def tar_of(*members: tarfile.TarInfo, data: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(data) if member.size else None)
    return buffer.getvalue()


def notebook(*cells: str, **changes: Any) -> bytes:
    """Return a notebook of nbformat 4 with these code cells, each with an output."""
    made = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["points: 100\n"]}],
            "source": cell.splitlines(keepends=True),
        }
        for cell in cells
    ]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# def sigmoid(z): no code\n"]}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [text, *made], **changes}
    return json.dumps(whole).encode()


def entries_of(folder: Path, readings: Readings = HERE) -> tuple[Entry, ...]:
    return find_entries(folder, list(EXERCISES), readings)


def read(folder: Path, readings: Readings = HERE) -> Submission:
    """Return the submission of the only student in a folder, or in a download."""
    [entry] = entries_of(folder, readings)
    return read_submission(entry, readings)


def read_all(folder: Path, readings: Readings = HERE) -> dict[str, Submission]:
    """Return each student's submission."""
    return {
        entry.student: read_submission(entry, readings) for entry in entries_of(folder, readings)
    }


def students(folder: Path) -> Sequence[str]:
    return [entry.student for entry in entries_of(folder)]


def loaded(submission: Submission, exercise: str) -> dict[str, Any]:
    """Run a module that the intake made, and return its names."""
    namespace: dict[str, Any] = {}
    source = submission.modules[f"exercises.{exercise}"]
    exec(compile(source, f"{exercise}.py", "exec"), namespace)
    return namespace
