"""The loop of a process that opens a submission's files, and runs none of its code."""

import contextlib
import gc
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import IO, Any

import numpy as np

from autograder.calls.answer import Bounds
from autograder.calls.wire import WireError
from autograder.worker.importing import Packages
from autograder.worker.notebook_cells import python_cells
from autograder.worker.serving import Closed, Connection
from autograder.worker.unpacking import Archive, Member, Refused, Zip, open_archive

__all__ = ["Opener", "serve", "warm"]

_NUMBERS = 7
_ITSELF = -1  # in place of a member's number
_LIMITS = (
    *("ARCHIVE", "CELL", "CELLS", "DIRECTORY", "MEMBERS", "MODULE", "NOTEBOOK", "NOTEBOOK_ITEMS"),
    *("RATIO", "SOURCES", "TAR_PACKED", "TAR_UNPACKED"),
)
_NO_MEMORY = "it needs more memory than a file may when it is opened"


def serve(
    source: int,
    sink: int,
    packages: Packages,
    bounds: Bounds,
    *,
    warm: bool = True,
    file: int = -1,
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
    gc.disable()  # what it makes has no cycles, and its memory has a limit
    with contextlib.suppress(Closed):
        setup = connection.receive()
        if not warm:
            connection.send({"ready": True})
        handed = io.BufferedReader(io.FileIO(file)) if file >= 0 else None
        opener = Opener(setup["functions"], setup["limits"], handed)
        while True:
            request = connection.receive(sources=True)
            replies = [opener.answer(question) for question in request["asks"]]
            try:
                connection.send({"id": request["id"], "replies": replies})
            except WireError:
                refused = {"refused": "it holds too much to be read"}
                connection.send({"id": request["id"], "replies": [refused] * len(replies)})
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
            "texts": _texts(
                *(member.name for member in archive.members),
                *(member.flaw for member in archive.members),
            ),
            "numbers": np.array(numbers, np.int64).reshape(len(numbers), _NUMBERS),
            "fault": archive.fault,
        }

    def _read(self, request: Mapping[str, Any]) -> np.ndarray:
        return np.frombuffer(bytearray(self._content(request, request["most"])), np.uint8)

    def _cells(self, request: Mapping[str, Any]) -> dict[str, Any]:
        data = self._content(request, self._limits.NOTEBOOK)
        cells, defined = python_cells(data, self._functions, self._limits)
        return {
            "cells": np.array([(cell.number, cell.tries) for cell in cells], np.int64).reshape(
                -1, 2
            ),
            "texts": _texts(
                *(cell.source for cell in cells), *(cell.fault for cell in cells), *sorted(defined)
            ),
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


def _texts(*texts: str) -> list[str]:
    return [text.encode("utf-8", "backslashreplace").decode() for text in texts]


def warm() -> None:
    """Open a file of each kind, so that no process has to load what that needs, or has to be let.

    Processes that are forked afterwards can read no file.
    """
    notebook = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}'
    archives = []
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        archives.append(io.BytesIO())
        with tarfile.open(fileobj=archives[-1], mode=mode) as tar:
            tar.addfile(tarfile.TarInfo("0.py"))
    archives.append(io.BytesIO())
    with zipfile.ZipFile(archives[-1], "w", zipfile.ZIP_DEFLATED) as packed_files:
        packed_files.writestr("0.py", b"")
        packed_files.writestr("1.ipynb", notebook)
    opener = Opener([], dict.fromkeys(_LIMITS, 1 << 20))
    asked = {"is_tar": False, "number": 0, "most": 1}
    for archive in archives:
        file = {"is_new": True, "content": archive.getvalue()}
        for question in ({"ask": "list", **file}, {"ask": "read", "is_new": False}):
            opener.answer({**asked, **question})
    opener.answer({**asked, "ask": "cells", "is_new": False, "number": 1})
