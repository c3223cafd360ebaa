"""Answers about the files of a submission: they are opened here, and nothing in them is run."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.worker.notebook_cells import python_cells
from autograder.worker.unpacking import Archive, Member, Refused, Zip, open_archive

__all__ = ["Opener"]

_LISTING, _ITSELF = -2, -1  # in place of the number of an archive's member
_WHOLE = Member("")  # it is no member of a download


class Opener:
    """Answers what files hold; the last one stays open.

    It stands where a student's module stands otherwise, and is called in the same way.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = io.BytesIO()
        self._wrapped = _WHOLE
        self._archive: Archive | None = None

    def call(self, _: str, arguments: Sequence[Any]) -> Answer:
        """Return a reply to each number in each question.

        Parameters
        ----------
        arguments : sequence
            The functions of the course's exercises, the bounds of the intake by name, and the
            questions, each the last arguments of `_replies`.
        """
        functions, limits, questions = arguments
        replies = [
            one for question in questions for one in self._replies(functions, limits, **question)
        ]
        return Answer(CallStatus.RETURNED, value=replies)

    def _replies(
        self,
        functions: Sequence[str],
        limits: Mapping[str, int],
        new: Mapping[str, Any] | None = None,
        piece: np.ndarray | None = None,
        numbers: Sequence[int] = (),
        kind: str = "",
    ) -> Iterator[Any]:
        """Yield the list of an archive, or a notebook, as JSON; bytes; or why it is `refused`.

        Parameters
        ----------
        functions, limits : sequence of str, mapping of str to int
            As for `call`.
        new : mapping, optional
            That another file begins: how many bytes of it are `skipped`, which never come; and the
            `name` and `numbers` that a zip's list has for it, if it is a member with its header.
        piece : ndarray of uint8, optional
            The next bytes of the file.
        numbers : sequence of int
            The numbers of members of the archive that the file is; -1 for the file itself, -2 for
            the list.
        kind : str
            What the file's name says of it: `tar`, `notebook` or nothing.
        """
        if new is not None:
            self._archive, self._file = None, _Tail(new["skipped"])
            self._wrapped = Member(new["name"], numbers=tuple(new["numbers"]))
        if piece is not None:
            self._file.write(piece.data)
        for number in numbers:
            try:
                content, is_notebook = self._content(number, kind, limits)
                if is_notebook:
                    content = python_cells(content, functions, limits)
                yield content if type(content) is str else np.frombuffer(content, np.uint8)
            except Refused as reason:
                yield {"refused": _text(str(reason))}
            except MemoryError:
                yield {"refused": "it needs more memory than a file may when it is opened"}
            except Exception as error:
                # The standard library's readers may fail in any way on a file that was made to.
                yield {"refused": f"it is damaged ({type(error).__name__})"}

    def _content(
        self, number: int, kind: str, limits: Mapping[str, int]
    ) -> tuple[bytes | str, bool]:
        """Return the list, or the bytes of a file and whether they are a notebook."""
        if self._wrapped.numbers:
            self._file = io.BytesIO(Zip.of_one(self._file, self._wrapped, limits).content(0))
            self._wrapped = _WHOLE
        if number == _ITSELF:
            self._file.seek(0)
            return self._file.read(), kind == "notebook"
        if self._archive is None:
            self._archive = open_archive(self._file, limits, is_tar=kind == "tar")
        if number == _LISTING:
            return _listed(self._archive), False
        name = self._archive.members[number].name.lower()
        return self._archive.content(number), name.endswith(".ipynb")


def _listed(archive: Archive) -> str:
    flaws = {number: one.flaw for number, one in enumerate(archive.members) if one.flaw}
    listed = {
        "names": [_text(member.name) for member in archive.members],
        "flaws": {number: _text(flaw) for number, flaw in flaws.items()},
        "numbers": [member.numbers for member in archive.members],
        "fault": archive.fault,
    }
    return json.dumps(listed, ensure_ascii=False)


def _text(text: str) -> str:
    """Return a text that can cross the wire."""
    return text.encode("utf-8", "backslashreplace").decode()


class _Tail(io.BytesIO):
    """The end of a file; each byte has the place that it has in the whole file."""

    def __init__(self, skipped: int) -> None:
        super().__init__()
        self._skipped = skipped

    def seek(self, place: int, whence: int = 0) -> int:
        if self._skipped and whence == 0 and place:
            if place < self._skipped:
                raise Refused("its list of files is too long")
            place -= self._skipped
        return super().seek(place, whence) + self._skipped

    def tell(self) -> int:
        return super().tell() + self._skipped
