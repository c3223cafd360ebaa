"""An nbgrader course's folder: its configuration, its folders, its database."""

import contextlib
import datetime
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.checking.in_notebook import HIDDEN
from autograder.course import UserError
from autograder.grading.intake.archives import TIMESTAMP
from autograder.grading.intake.disk import opened
from autograder.grading.intake.refusals import Refused
from autograder.packaging.notebook.course_folder import MADE_FROM

__all__ = ["NbgraderCourse", "open_nbgrader_course"]

_SIGNS: Final = ("nbgrader_config.py", "gradebook.db", "source", "submitted")
_SQLITE: Final = "sqlite:///"
_CONFIG: Final = "nbgrader_config"
_LONGEST_STAMP: Final = 200


@dataclass(frozen=True)
class NbgraderCourse:
    """An nbgrader course, as its own configuration says.

    Attributes
    ----------
    root : Path
        The course's folder.
    directory : nbgrader.coursedir.CourseDirectory
        nbgrader's own view of it.
    db_url : str
        Where its database is.
    database : Path or None
        The database's file; None if it is on a server.
    """

    root: Path
    directory: Any
    db_url: str
    database: Path | None

    @property
    def id(self) -> str:
        """The course's id; empty if it has none."""
        return str(self.directory.course_id)

    @property
    def has_database(self) -> bool:
        """Whether the database exists."""
        return self.database is None or self.database.is_file()

    def made_from(self) -> Path | None:
        """Return the folder of the Nudge course that its notebooks were made from, if noted."""
        try:
            noted = Path((self.root / HIDDEN / MADE_FROM).read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return None
        return noted if noted.is_dir() else None

    def folder(self, step: str, student: str = ".", assignment: str = "") -> Path:
        """Return the folder of a step, `submitted` or `autograded`, or of a part of it."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, assignment))

    def timestamp(self, folder: Path) -> datetime.datetime | None:
        """Return when a folder of `submitted` was handed in, in UTC; None if it is unknown."""
        from nbgrader.utils import parse_utc  # noqa: PLC0415

        try:
            with opened(folder / TIMESTAMP) as file:
                text = file.read(_LONGEST_STAMP).decode("utf-8", "replace")
            found = parse_utc(text.strip())
        except (Refused, OSError, ValueError, OverflowError, AttributeError):
            return None
        return found if isinstance(found, datetime.datetime) else None

    @contextlib.contextmanager
    def read_only(self) -> Iterator[Any]:
        """Open the database's `Gradebook` so that nothing in it can change.

        Raises
        ------
        UserError
            If another version of nbgrader made it, or it is not a database.
        """
        with _explained(str(self.database or self.db_url)), contextlib.ExitStack() as until_done:
            url = self.db_url
            if self.database is not None:
                # nbgrader adds tables, and the course, to every database that it opens.
                scratch = until_done.enter_context(tempfile.TemporaryDirectory(prefix="nudge-"))
                copy = Path(scratch) / "gradebook.db"
                _copy(self.database, copy)
                url = f"{_SQLITE}{copy}"
            with _gradebook(url, "") as gradebook:
                yield gradebook

    @contextlib.contextmanager
    def writable(self) -> Iterator[Any]:
        """Open the database's `Gradebook` to write to it; raises as `read_only` does."""
        with _explained(self.db_url), _gradebook(self.db_url, self.id) as gradebook:
            yield gradebook


def open_nbgrader_course(root: Path) -> NbgraderCourse:
    """Return the nbgrader course in a folder.

    Raises
    ------
    UserError
        If nbgrader is not installed, the folder is no such course, or its configuration fails.
    """
    try:
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415 - of the extra, and slow
    except ImportError as error:
        raise UserError(
            f"this needs {error.name}, which is not installed; "
            "run: python -m pip install 'nbgrader>=0.9.5,<0.10'"
        ) from None
    if not any((root / sign).exists() for sign in _SIGNS):
        raise UserError(
            f"{root} is not an nbgrader course; give the folder with nbgrader_config.py, source/ "
            "or gradebook.db"
        )
    root = root.resolve()
    config = _config(root)
    config.CourseDirectory.root = str(root)
    directory = CourseDirectory(config=config)
    if directory.directory_structure != CourseDirectory.directory_structure.default_value:
        raise UserError(
            f"{root} sets CourseDirectory.directory_structure; Nudge knows only nbgrader's own "
            "structure, submitted/STUDENT/ASSIGNMENT"
        )
    url = str(directory.db_url)
    if not url.startswith(_SQLITE):
        return NbgraderCourse(root, directory, url, None)
    # nbgrader's commands run in the course's folder, so paths are relative to it.
    database = root / url.removeprefix(_SQLITE)
    return NbgraderCourse(root, directory, f"{_SQLITE}{database}", database)


def _config(root: Path) -> Any:
    """Return the configuration of nbgrader's own commands in `root`; the course's own file wins."""
    from jupyter_core.paths import jupyter_config_path  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415
    from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader  # noqa: PLC0415

    config = Config()
    for place in [*reversed(jupyter_config_path()), str(root)]:
        for suffix, loader in ((".py", PyFileConfigLoader), (".json", JSONFileConfigLoader)):
            name = f"{_CONFIG}{suffix}"
            if not (Path(place) / name).is_file():
                continue
            try:
                config.merge(loader(name, path=place).load_config())
            except Exception as error:
                raise UserError(
                    f"{Path(place) / name} cannot be read: {type(error).__name__}: {error}"
                ) from error
    return config


@contextlib.contextmanager
def _gradebook(url: str, course_id: str) -> Iterator[Any]:
    from nbgrader.api import Gradebook  # noqa: PLC0415
    from sqlalchemy.exc import SAWarning  # noqa: PLC0415

    with warnings.catch_warnings():
        # SQLAlchemy warns, cell by cell, of the way in which nbgrader adds a submission.
        warnings.simplefilter("ignore", SAWarning)
        with Gradebook(url, course_id) as gradebook:
            yield gradebook


def _copy(database: Path, copy: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn a database's error into a sentence that says what to do."""
    from nbgrader.api import InvalidEntry  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        yield
    except (SQLAlchemyError, InvalidEntry, sqlite3.Error) as error:
        said = str(error).splitlines()[0]
        raise UserError(
            f"{name} cannot be used ({said}); if an older nbgrader made it, run "
            "`nbgrader db upgrade` in the course's folder; if another program is using it, "
            "close that program"
        ) from error
