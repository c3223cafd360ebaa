"""The loop of a process that opens a submission's files, and runs none of its code."""

import contextlib
import gc
import io
import os
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np

from autograder.calls.answer import Bounds
from autograder.calls.wire import WireError
from autograder.worker.importing import Packages
from autograder.worker.notebook_cells import python_cells
from autograder.worker.serving import Closed, Connection
from autograder.worker.unpacking import Archive, Member, Refused, Zip, open_archive

__all__ = ["LISTING", "Opener", "serve", "warm"]

LISTING, ITSELF = -2, -1  # in place of a member's number
_NO_MEMORY = "it needs more memory than a file may when it is opened"
_TOO_MUCH = "it holds too much to be read"


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
        handed = os.fdopen(file, "rb") if file >= 0 else None
        opener = Opener(setup["functions"], setup["limits"], handed)
        while True:
            request = connection.receive(sources=True)
            replies = [opener.answer(**ask) for ask in request["asks"]]
            try:
                connection.send({"id": request["id"], "replies": replies})
            except WireError:
                replies = [{"refused": _TOO_MUCH}] * len(replies)
                connection.send({"id": request["id"], "replies": replies})
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
        self._limits = limits
        self._handed = handed
        self._file: IO[bytes] | None = None
        self._archive: Archive | None = None

    def answer(
        self, number: int, kind: str, new: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return a `value`: an archive's list, bytes or a notebook; or why it is `refused`.

        Parameters
        ----------
        number : int
            The number of a member of the archive that the file is; -1 for the file itself, -2 for
            the list.
        kind : str
            What the file's name says of it: `tar`, `notebook` or nothing.
        new : mapping, optional
            What is sent of another file than before: its `content`, unless it was handed down, and
            `name` and `numbers` if that is what a zip holds of one of its members.
        """
        try:
            if new is not None:
                self._file = self._archive = None  # before the next one: both need not fit
                self._file = self._opened(**new)
            if number == LISTING:
                return {"value": self._list(kind)}
            return {"value": self._content(number, kind)}
        except Refused as reason:
            return {"refused": _text(str(reason))}
        except MemoryError:
            return {"refused": _NO_MEMORY}
        except Exception as error:
            # A reader of the standard library may fail in any way on a file that was made to.
            return {"refused": f"it is damaged ({type(error).__name__})"}

    def _opened(
        self, content: bytes | None = None, name: str = "", numbers: Sequence[int] = ()
    ) -> IO[bytes]:
        file = self._handed if content is None else io.BytesIO(content)
        assert file is not None
        if not numbers:
            return file
        member = Zip.of_one(file, Member(name, numbers=tuple(numbers)), self._limits)
        return io.BytesIO(member.content(0))

    def _list(self, kind: str) -> dict[str, Any]:
        assert self._file is not None
        self._file.seek(0)
        self._archive = archive = open_archive(self._file, self._limits, is_tar=kind == "tar")
        flaws = {str(at): one.flaw for at, one in enumerate(archive.members) if one.flaw}
        return {
            "names": [_text(member.name) for member in archive.members],
            "flaws": {number: _text(flaw) for number, flaw in flaws.items()},
            "numbers": np.array([one.numbers for one in archive.members], np.int64),
            "fault": archive.fault,
        }

    def _content(self, number: int, kind: str) -> Any:
        assert self._file is not None
        if number == ITSELF:
            self._file.seek(0)
            content = self._file.read()
        else:
            if self._archive is None:
                self._list(kind)
            assert self._archive is not None
            content = self._archive.content(number)
            is_notebook = self._archive.members[number].name.lower().endswith(".ipynb")
            kind = "notebook" if is_notebook else ""
        if kind == "notebook":
            return python_cells(content, self._functions, self._limits)
        return np.frombuffer(content, np.uint8)


def _text(text: str) -> str:
    """Return a text that can cross the wire."""
    return text.encode("utf-8", "backslashreplace").decode()


def warm() -> None:
    """Open a file of each kind, so that no process has to load what that needs, or has to be let.

    Processes that are forked afterwards can read no file.
    """
    notebook = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}'
    archives = [io.BytesIO() for _ in range(5)]
    for file, mode in zip(archives, ("w", "w:gz", "w:bz2", "w:xz"), strict=False):
        with tarfile.open(fileobj=file, mode=mode) as tar:  # type: ignore[call-overload]
            tar.addfile(tarfile.TarInfo("0.py"))
    with zipfile.ZipFile(archives[-1], "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("0.py", b"")
        packed.writestr("1.ipynb", notebook)
    opener = Opener([], defaultdict(lambda: 1 << 20))
    for file in archives:
        opener.answer(LISTING, "tar", {"content": file.getvalue()})
        opener.answer(0, "tar")
    opener.answer(1, "tar")
