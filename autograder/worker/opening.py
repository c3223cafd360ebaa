"""Answers about the files of a submission: they are opened here, and nothing in them is run."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.wire import ITSELF, LISTING, NO_MEMORY
from autograder.worker.notebook_cells import python_cells
from autograder.worker.unpacking import Limits, Member, Refused, Tar, Zip, open_archive

__all__ = ["Opener"]


class Opener:
    """Answers what files hold; the last one stays open.

    It stands where a student's module stands otherwise, and is called in the same way.
    """

    def __init__(self) -> None:
        self._about: Mapping[str, Any] = {}
        self._file: IO[bytes] = io.BytesIO()
        self._archive: Zip | Tar | None = None

    def call(self, _: str, arguments: Sequence[Any]) -> Answer:
        """Return a reply to each of the `numbers` in each question.

        Parameters
        ----------
        arguments : sequence
            The functions of the course's exercises, the bounds of the intake by name, and the
            questions. If another file begins, a question says about it what is `new`: its `name`,
            the `numbers` that a zip's list has for it if it is a member with its header, and how
            many bytes are `skipped`, which never come. A `piece` is the next bytes of the file.
        """
        functions, limits, questions = arguments
        replies = []
        for question in questions:
            if "new" in question:
                self._about, self._archive = question["new"], None
                self._file = _Tail(self._about["skipped"])
            if "piece" in question:
                self._file.write(question["piece"].data)
            replies += [self._reply(number, functions, limits) for number in question["numbers"]]
        return Answer(CallStatus.RETURNED, value=replies)

    def _reply(self, number: int, functions: Sequence[str], limits: Limits) -> Any:
        """Return an archive's list, or a notebook, as JSON; bytes; or why it is `refused`.

        Parameters
        ----------
        number : int
            That of a member of the archive that the file is; -1 for the file itself, -2 for the
            list.
        functions, limits : sequence of str, mapping of str to int
            As for `call`.
        """
        try:
            if number == ITSELF:
                name, content = self._about["name"], self._whole(limits).read()
            else:
                archive = self._opened(limits)
                if number == LISTING:
                    return json.dumps({"members": archive.members, "fault": archive.fault})
                name, content = archive.members[number].name, archive.content(number)
            if name.lower().endswith(".ipynb"):
                return python_cells(content, functions, limits)
            return np.frombuffer(content, np.uint8)
        except Refused as reason:
            return {"refused": str(reason)}
        except MemoryError:
            return {"refused": NO_MEMORY}
        except Exception as error:
            # A reader of the standard library may fail in any way on a file that was made to.
            return {"refused": f"it is damaged ({type(error).__name__})"}

    def _opened(self, limits: Limits) -> Zip | Tar:
        if self._archive is None:
            is_tar = ".tar" in self._about["name"].lower()
            self._archive = open_archive(self._whole(limits), limits, is_tar=is_tar)
        return self._archive

    def _whole(self, limits: Limits) -> IO[bytes]:
        """Return the file at its beginning, without what a download has around it."""
        if self._about["numbers"]:
            member = Member(self._about["name"], numbers=tuple(self._about["numbers"]))
            self._file = io.BytesIO(Zip.of_one(self._file, member, limits).content(0))
            self._about = {**self._about, "numbers": ()}
        self._file.seek(0)
        return self._file


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
