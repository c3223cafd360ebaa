"""The results store: one SQLite file in the output folder, from which every gradebook is made.

A submission and all its marks arrive in one transaction, and a transaction is on the disk before
the next submission is taken. So the file opens and holds whole submissions, however a run ends.
"""

import contextlib
import datetime
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import msgspec

from autograder.course import UserError
from autograder.grading.content_key import EXERCISE, SEED, Parts, key_of
from autograder.grading.records import (
    Number,
    RecordError,
    exercise_from,
    exercise_row,
    parsed,
    record,
    submission_from,
    submission_row,
)
from autograder.grading.results import ExerciseResult, SubmissionResult, SubmissionStatus, scaled

__all__ = [
    "STORE_NAME",
    "Mark",
    "Published",
    "Store",
    "StoreError",
    "StoredMark",
    "last_gradebook",
]

STORE_NAME: Final = "results.sqlite"
_VERSION: Final = 3  # docs/store.md says what a change of the schema must do
_APPLICATION: Final = 0x4E756467  # "Nudg": SQLite's own field for whose file it is
_SECONDS_TO_WAIT: Final = 10.0

_READINGS: Final = """
CREATE TABLE reading (           -- what archives and notebooks held when they were opened
    key TEXT PRIMARY KEY,        -- of the student, the file's bytes, and what was looked for
    answers BLOB NOT NULL,       -- as they came over the wire; for a module its source's digest
    kept_at TEXT NOT NULL
) WITHOUT ROWID
"""
# By version, the statements that make the next one of it. In version 1 no mark has `under_load`,
# which is read as 0.
_UPGRADES: Final[dict[int, tuple[str, ...]]] = {1: (), 2: (_READINGS,)}
_SCHEMA: Final = f"""{_READINGS};
CREATE TABLE source (
    digest TEXT PRIMARY KEY,     -- SHA-256 of the module's bytes
    packed BLOB NOT NULL         -- those bytes, by zlib
) WITHOUT ROWID;
CREATE TABLE submission (
    digest TEXT PRIMARY KEY,     -- of the student's name and the modules
    student TEXT NOT NULL,       -- for people; `result` has the exact name
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
CREATE TABLE shown (             -- the published gradebook: the one last written
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
    """One mark as the store has it.

    Attributes
    ----------
    parts : mapping of str to str
        The content that the mark rests on.
    result : ExerciseResult
        The mark.
    """

    parts: Parts
    result: ExerciseResult

    @cached_property
    def key(self) -> str:
        """The mark's key in the store."""
        return key_of(self.parts)


class Mark(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One mark of a gradebook: its key, and the points that the exercise had."""

    exercise: str
    key: str
    possible: Number


@dataclass(frozen=True)
class Published:
    """One student's line of a gradebook.

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
        The file, made if it is missing; None keeps results in memory.

    Raises
    ------
    StoreError
        If the file is damaged, has another version, is not a store, or cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self._name = str(path or "the store")
        # Readings and their sources, which are not worth a transaction of their own.
        self._readings: dict[str, bytes] = {}
        self._sources: dict[str, bytes] = {}
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

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def marks(self, keys: Sequence[str]) -> dict[str, StoredMark]:
        """Return the stored marks among `keys`, by key."""
        holes = ", ".join("?" * len(keys))
        query = f"SELECT key, parts, result FROM mark WHERE key IN ({holes})"
        found = {}
        with self._explained("mark"):
            for key, parts, row in self._database.execute(query, list(keys)):
                mark = StoredMark(parsed(parts, Parts), exercise_from(row))
                if (mark.key, mark.parts.get(EXERCISE)) != (key, mark.result.exercise):
                    raise RecordError(f"{key[:12]} is the key of another mark")
                found[key] = mark
        return found

    def marks_of(self, line: Published) -> dict[str, StoredMark]:
        """Return the marks of one line of a gradebook by exercise, under the points it had.

        Raises
        ------
        StoreError
            If the store has lost one of them.
        """
        stored = self.marks([mark.key for mark in line.marks])
        found = {}
        for mark in line.marks:
            if mark.key not in stored:
                raise StoreError(
                    f"{self._name} has lost the mark {mark.key[:12]} of {mark.exercise} of "
                    f"{line.result.student}; `nudge grade` grades it again"
                )
            own = stored[mark.key]
            found[mark.exercise] = StoredMark(own.parts, scaled(own.result, mark.possible))
        return found

    def submission(self, digest: str) -> SubmissionResult | None:
        """Return a stored submission without its marks, or None if it is not stored."""
        with self._explained("submission"):
            row = self._database.execute(
                "SELECT result FROM submission WHERE digest = ?", [digest]
            ).fetchone()
            return None if row is None else submission_from(row[0])

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
        with self._explained("source"):
            for name, expected, packed in self._database.execute(query, [digest]):
                source = zlib.decompress(packed)
                if hashlib.sha256(source).hexdigest() != expected:
                    raise RecordError(f"the module {name} has changed")
                modules[parsed(name, str)] = source
        return modules

    def add_submission(
        self,
        digest: str,
        result: SubmissionResult,
        modules: Mapping[str, bytes],
        marks: Iterable[StoredMark] = (),
    ) -> None:
        """Store a submission and its new marks, all or nothing; when this returns, on the disk.

        Parameters
        ----------
        digest : str
            The digest of what was handed in.
        result : SubmissionResult
            The submission's result.
        modules : mapping of str to bytes
            The modules that were handed in.
        marks : iterable of StoredMark
            The new marks.
        """
        now = _now()
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO submission VALUES (?, ?, ?, ?)",
                [digest, _visible(result.student), _head(result), now],
            )
            for name, source in modules.items():
                address = hashlib.sha256(source).hexdigest()
                self._add_source(address, source)
                database.execute(
                    "INSERT OR IGNORE INTO module VALUES (?, ?, ?)",
                    [digest, json.dumps(name), address],
                )
            for mark in marks:
                row, parts = json.dumps(exercise_row(mark.result)), json.dumps(mark.parts)
                database.execute(
                    "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?)",
                    [mark.key, digest, mark.result.exercise, parts, row, now],
                )

    def publish(self, gradebook: Iterable[Published]) -> None:
        """Note the gradebook that has just been written; it replaces the one before."""
        with self._transaction() as database:
            database.execute("DELETE FROM shown")
            for place, line in enumerate(gradebook):
                marks = json.dumps(msgspec.to_builtins(line.marks))
                student, head = _visible(line.result.student), _head(line.result)
                database.execute(
                    "INSERT INTO shown VALUES (?, ?, ?, ?, ?)",
                    [place, student, head, line.submission, marks],
                )

    def published(self) -> tuple[Published, ...]:
        """Return the gradebook that was last written."""
        query = (
            "SELECT result, submission, marks, "
            "EXISTS (SELECT 1 FROM submission WHERE digest = shown.submission), "
            "EXISTS (SELECT 1 FROM module WHERE module.submission = shown.submission) "
            "FROM shown ORDER BY place"
        )
        lines = []
        with self._explained("shown"):
            for head, digest, marks, is_stored, has_modules in self._database.execute(query):
                result = submission_from(head)
                line = Published(result, record(digest, str), parsed(marks, tuple[Mark, ...]))
                is_graded = result.status is SubmissionStatus.GRADED
                if is_graded != bool(line.marks) or (is_graded and not has_modules):
                    raise RecordError(f"the marks or the modules of {result.student} are missing")
                if result.status is not SubmissionStatus.UNGRADED and not is_stored:
                    raise RecordError(f"the submission of {result.student} is missing")
                lines.append(line)
        return tuple(lines)

    def reading(self, key: str) -> bytes | None:
        """Return what a file held when it was opened, or None if that is not stored."""
        if key in self._readings:
            return self._readings[key]
        with self._explained("reading"):
            query = "SELECT answers FROM reading WHERE key = ?"
            row = self._database.execute(query, [key]).fetchone()
            return None if row is None else record(row[0], bytes)

    def sources(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Return those of some sources that are stored, by digest, except damaged ones."""
        wanted = [*digests]
        found = {digest: self._sources[digest] for digest in wanted if digest in self._sources}
        holes = ", ".join("?" * len(wanted))
        query = f"SELECT digest, packed FROM source WHERE digest IN ({holes})"
        with self._explained("source"):
            for digest, packed in self._database.execute(query, wanted):
                source = zlib.decompress(packed)
                if hashlib.sha256(source).hexdigest() == digest:
                    found[digest] = source
        return found

    def add_reading(self, key: str, reading: bytes, sources: Mapping[str, bytes]) -> None:
        """Store what a file held, and the sources that it names; the next transaction writes it."""
        self._readings[key] = reading
        self._sources |= sources

    def seed(self) -> str | None:
        """Return the fingerprint of the seed that the published gradebook was made with.

        Before anything is published it is that of the newest mark, and None if there is no mark.
        """
        published = "SELECT marks FROM shown WHERE marks != '[]' ORDER BY place LIMIT 1"
        newest = "SELECT key FROM mark ORDER BY kept_at DESC LIMIT 1"
        with self._explained("mark"):
            line = self._database.execute(published).fetchone()
            found = (
                self.marks([mark.key for mark in parsed(line[0], tuple[Mark, ...])][:1])
                if line
                else {}
            )
            found = found or self.marks([key for (key,) in self._database.execute(newest)])
            return next((mark.parts.get(SEED) for mark in found.values()), None)

    def damaged(self, how: str) -> StoreError:
        """Return the error to raise when a part of the store does not fit the others."""
        # SQLite may say it on several lines.
        return StoreError(f"{self._name} is damaged ({' '.join(how.split())}); {_MOVE_AWAY}")

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
        if version != _VERSION and version not in _UPGRADES:
            raise StoreError(
                f"{self._name} is of version {version}, and this Nudge reads version {_VERSION}; "
                f"grade with the Nudge that wrote it, or {_MOVE_AWAY}"
            )
        found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise self.damaged(found)
        dangling = database.execute("PRAGMA foreign_key_check").fetchone()
        if dangling is not None:
            raise self.damaged(f"a {dangling[0]} refers to a {dangling[2]} that is missing")
        if version != _VERSION:
            self._upgrade()

    def _upgrade(self) -> None:
        """Bring a store of an earlier version to this one, in one transaction."""
        with self._transaction() as database:
            # Another program may have done it meanwhile.
            (version,) = database.execute("PRAGMA user_version").fetchone()
            for statements in (_UPGRADES[step] for step in range(version, _VERSION)):
                for statement in statements:
                    database.execute(statement)
            database.execute(f"PRAGMA user_version = {_VERSION}")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                for digest, source in self._sources.items():
                    self._add_source(digest, source)
                for key, answers in self._readings.items():
                    row = [key, answers, _now()]
                    self._database.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", row)
                self._database.execute("COMMIT")
                self._readings, self._sources = {}, {}
            except BaseException:
                # A full disk may have rolled back by itself already.
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _add_source(self, digest: str, source: bytes) -> None:
        known = self._database.execute("SELECT 1 FROM source WHERE digest = ?", [digest])
        if known.fetchone() is None:  # to pack it takes longer than to look
            packed = zlib.compress(source)
            self._database.execute("INSERT INTO source VALUES (?, ?)", [digest, packed])

    @contextlib.contextmanager
    def _explained(self, table: str = "") -> Iterator[None]:
        """Turn an error of SQLite, or in the rows of a table, into advice."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the finer distinctions
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise self.damaged(str(error)) from error
            advice = _ADVICE.get(code, _OTHERWISE).format(error=error)
            raise StoreError(f"{self._name} {advice}") from error
        except (RecordError, TypeError, ValueError, zlib.error) as error:
            raise self.damaged(f"in the table {table}: {error}") from error


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


_MOVE_AWAY: Final = "move the file away, and the next run makes a new one from the submissions"
_ADVICE: Final = {
    **dict.fromkeys(
        (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
        "cannot be written ({error}): is the disk full? All that was stored before is safe; make "
        "room and give the same command again",
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        "is in use by another program; close that program and try again",
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
        "cannot be opened for writing ({error}); give another --out, or have the owner of its "
        "folder let you write there",
    ),
}
_OTHERWISE: Final = f"cannot be used ({{error}}); {_MOVE_AWAY}"


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


def last_gradebook(store: Store) -> tuple[Published, ...]:
    """Return the published gradebook with the exercises of each submission, by student.

    Raises
    ------
    StoreError
        If a mark is missing in the store.
    """
    lines = []
    for line in store.published():
        exercises = tuple(mark.result for mark in store.marks_of(line).values())
        lines.append(replace(line, result=replace(line.result, exercises=exercises)))
    return tuple(lines)
