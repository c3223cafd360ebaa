"""The loop of a process that opens a submission's files, and runs none of its code."""

import codecs
import contextlib
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import IO, Any

import numpy as np

from autograder.calls.answer import Bounds
from autograder.calls.packed import packed
from autograder.calls.wire import WireError
from autograder.worker.importing import Packages
from autograder.worker.notebook_cells import python_cells
from autograder.worker.serving import Closed, Connection
from autograder.worker.unpacking import Archive, Member, Refused, Zip, open_archive

__all__ = ["Opener", "serve"]

_NUMBERS = 7
_ITSELF = -1  # in place of a member's number
_NO_MEMORY = "it needs more memory than a file may when it is opened"

codecs.lookup("cp437")  # of names in zips; no process has to load it


def serve(
    source: int, sink: int, packages: Packages, bounds: Bounds, *, warm: bool = True, file: int = -1
) -> None:
    """Answer requests until the trusted side closes the connection.

    Parameters
    ----------
    source, sink : int
        Descriptors to read requests from and to write replies to.
    packages, bounds : object
        As for a process that runs code; not used.
    warm : bool
        Whether nobody waits for a first message, which says that the process is there.
    file : int
        The descriptor of a file to open, if there is one.
    """
    connection = Connection(source, sink)
    with contextlib.suppress(Closed):
        setup = connection.receive()
        if not warm:
            connection.send({"ready": True})
        handed = io.BufferedReader(io.FileIO(file)) if file >= 0 else None
        opener = Opener(setup["functions"], setup["limits"], handed)
        while True:
            request = connection.receive(sources=True)
            try:
                connection.send({"id": request["id"], **opener.answer(request)})
            except WireError:
                connection.send({"id": request["id"], "refused": "it holds too much to be read"})
    os._exit(0)


class Opener:
    """Answers what a file holds; of several files, the last one stays open.

    Parameters
    ----------
    functions : sequence of str
        The functions of the course's exercises.
    limits : mapping of str to int
        The bounds of the intake, by name.
    handed : file, optional
        The file that was handed down; others come with a request.
    """

    def __init__(
        self, functions: Sequence[str], limits: Mapping[str, int], handed: IO[bytes] | None = None
    ) -> None:
        self._functions = functions
        self._limits = SimpleNamespace(**limits)
        self._handed = handed
        self._file: _File | None = None

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return a reply: the value that was asked for, or a sentence why there is none."""
        try:
            return {"value": self._value(request)}
        except Refused as reason:
            text = str(reason)
        except MemoryError:
            text = _NO_MEMORY
        except Exception as error:
            # A reader of the standard library may fail in any way on a file that was made to.
            text = f"it is damaged ({type(error).__name__})"
        return {"refused": text.encode("utf-8", "backslashreplace").decode()}

    def _value(self, request: Mapping[str, Any]) -> Any:
        if request["is_new"]:
            self._file = None  # before the next one is taken: both need not fit
            self._file = _File(self._handed, request, self._limits)
        assert self._file is not None
        answers: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "list": self._list,
            "read": self._read,
            "cells": self._cells,
        }
        return answers[request["ask"]](request)

    def _list(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self._file is not None
        archive = self._file.archive(is_tar=bool(request["is_tar"]))
        numbers = [member.numbers for member in archive.members if member.numbers]
        return {
            "names": _texts(member.name for member in archive.members),
            "flaws": _texts(member.flaw for member in archive.members),
            "numbers": np.array(numbers, np.int64).reshape(len(numbers), _NUMBERS),
            "fault": archive.fault,
        }

    def _read(self, request: Mapping[str, Any]) -> np.ndarray:
        return np.frombuffer(bytearray(self._content(request, request["most"])), np.uint8)

    def _cells(self, request: Mapping[str, Any]) -> dict[str, Any]:
        data = self._content(request, self._limits.NOTEBOOK)
        cells, defined = python_cells(data, self._functions, self._limits)
        return {
            "numbers": np.array([cell.number for cell in cells], np.int64),
            "tries": np.array([cell.tries for cell in cells], np.bool_),
            "sources": _texts(cell.source for cell in cells),
            "faults": _texts(cell.fault for cell in cells),
            "defines": _texts(sorted(defined)),
        }

    def _content(self, request: Mapping[str, Any], most: int) -> bytes:
        assert self._file is not None
        if request["number"] == _ITSELF:
            return self._file.itself(most)
        return self._file.archive().content(request["number"], most)


class _File:
    """One file, and the archive that it is once that was asked for."""

    def __init__(
        self, handed: IO[bytes] | None, request: Mapping[str, Any], limits: SimpleNamespace
    ) -> None:
        self._limits = limits
        self._file = io.BytesIO(request["content"]) if "content" in request else handed
        self._wrapped: Zip | None = None
        if "numbers" in request:
            member = Member(request["name"], numbers=tuple(request["numbers"]))
            assert self._file is not None
            self._wrapped = Zip.of_one(self._file, member, limits)
        self._archive: Archive | None = None

    def itself(self, most: int) -> bytes:
        """Return its bytes."""
        if self._wrapped is not None:
            return self._wrapped.content(0, most)
        assert self._file is not None
        self._file.seek(0)
        return self._file.read(most)

    def archive(self, *, is_tar: bool = False) -> Archive:
        """Return it opened as an archive; of one that cannot be, raise Refused."""
        if self._archive is None:
            file = self._file
            if self._wrapped is not None:
                file = io.BytesIO(self._wrapped.content(0, self._limits.ARCHIVE))
            assert file is not None
            file.seek(0)
            self._archive = open_archive(file, self._limits, is_tar=is_tar)
        return self._archive


def _texts(texts: Iterable[str]) -> dict[str, np.ndarray]:
    return packed([text.encode("utf-8", "backslashreplace") for text in texts])
