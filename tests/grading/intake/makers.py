"""Submissions of every shape, made for the tests of the intake."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.grading.intake import Submission, find_entries, read_submission

EXERCISES = {
    "e04_sigmoid": ["sigmoid", "sigmoid_prime"],
    "e07_dense": ["pre_activation", "dense_forward"],
}
SIGMOID = b"def sigmoid(z): ...\ndef sigmoid_prime(z): ...\n"
DENSE = b"def pre_activation(W, b, a): ...\ndef dense_forward(W, b, a): ...\n"
BOTH = {"e04_sigmoid.py": SIGMOID, "e07_dense.py": DENSE}
MODULES = {"exercises.e04_sigmoid": SIGMOID, "exercises.e07_dense": DENSE}


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


def read(folder: Path) -> Submission:
    """Return the submission of the only student in a folder, or in a download."""
    [entry] = find_entries(folder, list(EXERCISES))
    return read_submission(entry, EXERCISES)


def read_all(folder: Path) -> dict[str, Submission]:
    """Return each student's submission."""
    return {
        entry.student: read_submission(entry, EXERCISES)
        for entry in find_entries(folder, list(EXERCISES))
    }


def students(folder: Path) -> Sequence[str]:
    return [entry.student for entry in find_entries(folder, list(EXERCISES))]


def loaded(submission: Submission, exercise: str) -> dict[str, Any]:
    """Run a module that the intake made, and return its names."""
    namespace: dict[str, Any] = {}
    source = submission.modules[f"exercises.{exercise}"]
    exec(compile(source, f"{exercise}.py", "exec"), namespace)
    return namespace
