"""The results store: one SQLite file in the output folder, from which every gradebook is made.

A submission and all its marks arrive in one transaction, and a transaction is on the disk before
the next submission is taken; so whatever ends a run, the file holds whole submissions and opens.
"""

import contextlib
import datetime
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from autograder.course import UserError
from autograder.grading.content_key import Parts, key_of
from autograder.grading.results import ExerciseResult, SubmissionResult, SubmissionStatus
from autograder.grading.results_json import (
    exercise_from,
    exercise_row,
    submission_from,
    submission_row,
)

__all__ = ["STORE_NAME", "Mark", "Published", "Store", "StoreError", "StoredMark"]

STORE_NAME: Final = "results.sqlite"
_VERSION: Final = 1
_APPLICATION: Final = 0x4E756467  # "Nudg": SQLite's own field for whose file it is
_SECONDS_TO_WAIT: Final = 10.0

_SCHEMA: Final = """
CREATE TABLE source (
    digest TEXT PRIMARY KEY,     -- SHA-256 of the module's bytes
    packed BLOB NOT NULL         -- those bytes, by zlib
) WITHOUT ROWID;
CREATE TABLE submission (
    digest TEXT PRIMARY KEY,     -- of the student's name and the modules
    student TEXT NOT NULL,       -- for people; `result` has the name to the last bit
    result TEXT NOT NULL,        -- a submission of gradebook.json, without its exercises
    kept_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE module (
    submission TEXT NOT NULL REFERENCES submission,
    name TEXT NOT NULL,          -- dotted, exercises.e07_dense
    source TEXT NOT NULL REFERENCES source,
    PRIMARY KEY (submission, name)
) WITHOUT ROWID;
CREATE TABLE mark (
    key TEXT PRIMARY KEY,        -- of everything that the mark rests on
    submission TEXT NOT NULL REFERENCES submission,
    exercise TEXT NOT NULL,
    parts TEXT NOT NULL,         -- what it rests on: an object of names and digests
    result TEXT NOT NULL,        -- an exercise of gradebook.json
    kept_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE shown (             -- the gradebook as it was last written
    place INTEGER PRIMARY KEY,
    student TEXT NOT NULL,
    result TEXT NOT NULL,        -- a submission of gradebook.json, without its exercises
    submission TEXT NOT NULL,    -- empty if it is ungraded
    marks TEXT NOT NULL          -- [exercise, key, possible], in course order
);
"""


class StoreError(UserError):
    """The results store cannot be used; says why and what to do."""


@dataclass(frozen=True)
class StoredMark:
    """One mark as the store keeps it.

    Attributes
    ----------
    parts : mapping of str to str
        What it rests on.
    result : ExerciseResult
        The mark.
    """

    parts: Parts
    result: ExerciseResult

    @property
    def key(self) -> str:
        """What the store knows it by."""
        return key_of(self.parts)


@dataclass(frozen=True)
class Mark:
    """One mark of a gradebook: where it is kept, and the points that the exercise had."""

    exercise: str
    key: str
    possible: float


@dataclass(frozen=True)
class Published:
    """One student of a gradebook.

    Attributes
    ----------
    result : SubmissionResult
        The submission, without its exercises.
    submission : str
        The digest of what was handed in; empty if it is ungraded.
    marks : tuple of Mark
        In course order; empty unless graded.
    """

    result: SubmissionResult
    submission: str = ""
    marks: tuple[Mark, ...] = ()


class Store:
    """An open results store; a context manager that closes it.

    Parameters
    ----------
    path : Path or None
        The file, made if there is none; None keeps results in memory.

    Raises
    ------
    StoreError
        If the file is damaged, is of another version, is no store, or cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        with self._explained():
            self._database = sqlite3.connect(
                ":memory:" if path is None else path,
                timeout=_SECONDS_TO_WAIT,
                isolation_level=None,  # transactions begin where this module says so
            )
            try:
                self._open()
            except BaseException:
                self._database.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def marks(self, keys: Sequence[str]) -> dict[str, StoredMark]:
        """Return those marks that are kept under `keys`, by key."""
        holes = ", ".join("?" * len(keys))
        query = f"SELECT key, parts, result FROM mark WHERE key IN ({holes})"
        with self._explained():
            return {
                key: StoredMark(json.loads(parts), exercise_from(json.loads(row)))
                for key, parts, row in self._database.execute(query, list(keys))
            }

    def submission(self, digest: str) -> SubmissionResult | None:
        """Return what is kept about a submission besides its marks, or None."""
        with self._explained():
            row = self._database.execute(
                "SELECT result FROM submission WHERE digest = ?", [digest]
            ).fetchone()
            return None if row is None else submission_from(json.loads(row[0]))

    def modules(self, digest: str) -> dict[str, bytes]:
        """Return the modules of a submission, by dotted name.

        Raises
        ------
        StoreError
            If one of them is not what was put in.
        """
        query = (
            "SELECT module.name, source.digest, source.packed FROM module "
            "JOIN source ON source.digest = module.source WHERE module.submission = ? ORDER BY 1"
        )
        modules = {}
        with self._explained():
            for name, expected, packed in self._database.execute(query, [digest]):
                source = zlib.decompress(packed)
                if hashlib.sha256(source).hexdigest() != expected:
                    raise StoreError(_damaged(self._name, f"the module {name} has changed"))
                modules[json.loads(name)] = source
        return modules

    def keep(
        self,
        digest: str,
        result: SubmissionResult,
        modules: Mapping[str, bytes],
        marks: Iterable[StoredMark] = (),
    ) -> None:
        """Keep a submission and its new marks, all or nothing; when this returns, on the disk.

        Parameters
        ----------
        digest : str
            Of what was handed in.
        result : SubmissionResult
            What was found about it.
        modules : mapping of str to bytes
            What was handed in.
        marks : iterable of StoredMark
            The new marks.
        """
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO submission VALUES (?, ?, ?, ?)",
                [digest, _visible(result.student), _head(result), now],
            )
            for name, source in modules.items():
                address = hashlib.sha256(source).hexdigest()
                database.execute(
                    "INSERT OR IGNORE INTO source VALUES (?, ?)", [address, zlib.compress(source)]
                )
                database.execute(
                    "INSERT OR IGNORE INTO module VALUES (?, ?, ?)",
                    [digest, json.dumps(name), address],
                )
            for mark in marks:
                row = json.dumps(exercise_row(mark.result, mark.result.points))
                parts = json.dumps(dict(mark.parts))
                database.execute(
                    "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?)",
                    [mark.key, digest, mark.result.exercise, parts, row, now],
                )

    def publish(self, gradebook: Iterable[Published]) -> None:
        """Note the gradebook that has just been written, in place of the one before."""
        with self._transaction() as database:
            database.execute("DELETE FROM shown")
            for place, shown in enumerate(gradebook):
                marks = [[mark.exercise, mark.key, mark.possible] for mark in shown.marks]
                head = _head(shown.result)
                student = _visible(shown.result.student)
                database.execute(
                    "INSERT INTO shown VALUES (?, ?, ?, ?, ?)",
                    [place, student, head, shown.submission, json.dumps(marks)],
                )

    def published(self) -> tuple[Published, ...]:
        """Return the gradebook that was last written."""
        query = "SELECT result, submission, marks FROM shown ORDER BY place"
        with self._explained():
            return tuple(
                Published(
                    submission_from(json.loads(head)),
                    submission,
                    tuple(Mark(*mark) for mark in json.loads(marks)),
                )
                for head, submission, marks in self._database.execute(query)
            )

    @property
    def _name(self) -> str:
        return str(self._path or "the store")

    def _open(self) -> None:
        database = self._database
        # The slow and safe settings: a commit waits for the disk, the folder's entry included.
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA synchronous = EXTRA")
        with self._transaction():
            (version,) = database.execute("PRAGMA user_version").fetchone()
            (application,) = database.execute("PRAGMA application_id").fetchone()
            (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not (version or application or tables):
                for statement in _SCHEMA.split(";\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(f"PRAGMA user_version = {_VERSION}")
                return
        if application != _APPLICATION:
            raise StoreError(f"{self._name} is not a store of results; {_MOVE_AWAY}")
        if version != _VERSION:
            raise StoreError(
                f"{self._name} is of version {version}, and this Nudge reads version {_VERSION}; "
                f"grade with the Nudge that wrote it, or {_MOVE_AWAY}"
            )
        found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(_damaged(self._name, found))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back by itself already.
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite says into a sentence that says what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(_explanation(self._name, error)) from error
        except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
            raise StoreError(_damaged(self._name, f"{type(error).__name__}: {error}")) from error


_MOVE_AWAY: Final = "move the file away, and the next run makes a new one from the submissions"


def _damaged(name: str, how: str) -> str:
    return f"{name} is damaged ({how}); {_MOVE_AWAY}"


def _explanation(name: str, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the finer distinctions
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(name, str(error))
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return (
            f"{name} cannot be written ({error}): is the disk full? What was kept before is safe; "
            "make room and give the same command again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{name} is in use by another program; close that program and try again"
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return f"{name} cannot be opened for writing ({error}); may you write in its folder?"
    return f"{name} cannot be used ({error}); {_MOVE_AWAY}"


def _head(result: SubmissionResult) -> str:
    """Return a submission as gradebook.json has it, without its exercises, in ASCII."""
    row = submission_row(
        replace(result, exercises=()),
        total=None if result.status is SubmissionStatus.UNGRADED else result.total,
        possible=result.possible,
        points=lambda exercise: exercise.points,
    )
    return json.dumps(row)


def _visible(text: str) -> str:
    """Return text that UTF-8 can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\0")
