"""A store that was edited by hand: one sentence says what is damaged, whatever reads it."""

import contextlib
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.grading.store import Store, StoreError, last_gradebook
from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse

COLUMNS = {
    "source": ("digest", "packed"),
    "submission": ("digest", "student", "result", "kept_at"),
    "module": ("submission", "name", "source"),
    "mark": ("key", "submission", "exercise", "parts", "result", "kept_at"),
    "shown": ("student", "result", "submission", "marks"),
}
VALUES = ("''", "'[]'", "'{}'", "'null'", "7", "'7'", "x'00ff'", "x'7b7d'", "'\"\\ud800\"'")
DEEP = "'" + 100_000 * "[" + "'"

# Each with the commands that meet it.
DAMAGES = {
    "UPDATE mark SET parts = '[]'": ("grade", "regrade", "audit"),
    """UPDATE mark SET parts = '{"exercise": 4}'""": ("grade", "regrade", "audit"),
    """UPDATE mark SET parts = '{"exercise": "e04_sigmoid"}'""": ("grade", "regrade", "audit"),
    "UPDATE mark SET result = '[[1, 2, 3]]'": ("grade", "regrade", "audit"),
    """UPDATE mark SET result = replace(result, '"id": "e04', '"id": "e05')""": ("grade", "audit"),
    """UPDATE mark SET result = replace(result, '"pass"', '"maybe"')""": ("grade", "audit"),
    """UPDATE mark SET result = replace(result, '"hidden": false', '"hidden": 0')""": ("grade",),
    """UPDATE mark SET result = replace(result, '"possible": ', '"possible": 1e999')""": ("grade",),
    """UPDATE mark SET result = replace(result, '"seconds": ', '"seconds": NaN')""": ("grade",),
    f"UPDATE mark SET result = {DEEP}": ("grade", "regrade", "audit"),
    "UPDATE mark SET result = x'ff'": ("grade", "regrade", "audit"),
    "UPDATE mark SET submission = 'nobody'": ("grade", "regrade", "audit"),
    "DELETE FROM mark WHERE exercise = 'e04_sigmoid'": ("audit",),
    "DELETE FROM submission": ("grade", "regrade", "audit"),
    "DELETE FROM submission; DELETE FROM module; DELETE FROM mark": ("audit",),
    "DELETE FROM module": ("regrade", "audit"),
    "DELETE FROM source": ("grade", "regrade", "audit"),
    "UPDATE source SET packed = 'text'": ("audit",),
    "UPDATE submission SET result = '{}'": ("grade", "regrade"),
    """UPDATE submission SET result = replace(result, '"stdout": "', '"stdout": ["')""": ("grade",),
    "UPDATE shown SET marks = '{}'": ("grade", "regrade", "audit"),
    "UPDATE shown SET marks = '[[1, 2, 3]]'": ("grade", "regrade", "audit"),
    "UPDATE shown SET marks = '[]'": ("regrade", "audit"),
    "UPDATE shown SET marks = replace(marks, '4.0', 'null')": ("grade", "regrade", "audit"),
    "UPDATE shown SET submission = 'nobody'": ("regrade", "audit"),
    "UPDATE shown SET result = '7'": ("regrade", "audit"),
    """UPDATE shown SET result = replace(result, '"graded"', '"refused"')""": ("regrade", "audit"),
    "DROP TABLE shown": ("grade", "regrade", "audit"),
    "DROP TABLE submission": ("grade", "regrade", "audit"),
    "ALTER TABLE mark RENAME COLUMN parts TO halves": ("grade", "regrade", "audit"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """Return a class that is graded; its store is put back for each test."""
    small = SmallCourse.made_in(tmp_path_factory.mktemp("damaged"))
    small.hand_in("ada")
    small.hand_in_wrong_sigmoid("bo")
    assert nudge(small, "grade").exit_code == 0
    shutil.copyfile(small.store, small.root / "whole.sqlite")
    return small


def damage(small: SmallCourse, statements: str) -> None:
    shutil.copyfile(small.root / "whole.sqlite", small.store)
    database = sqlite3.connect(small.store)
    database.executescript(f"PRAGMA legacy_alter_table = ON; {statements}")
    database.close()


@pytest.mark.parametrize(("statements", "commands"), DAMAGES.items(), ids=[s[:60] for s in DAMAGES])
def test_a_command_that_meets_damage_says_so_in_one_sentence(
    graded: SmallCourse, statements: str, commands: Sequence[str]
) -> None:
    for command in commands:
        damage(graded, statements)
        result = nudge(graded, command, *(["ada"] if command == "audit" else []))
        assert isinstance(result.exception, SystemExit), (command, result.exception)
        assert result.exit_code == 2, (command, result.output)
        [line] = result.stderr.splitlines()
        assert line.startswith(f"nudge: {graded.store} "), command
        assert "move the file away" in line or "grades it again" in line


@pytest.mark.parametrize("command", ["grade", "regrade", "audit"])
def test_a_wrong_value_in_any_column_gives_no_traceback(graded: SmallCourse, command: str) -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            for value in ("'[]'", "x'00ff'"):
                damage(graded, f"UPDATE OR IGNORE {table} SET {column} = {value}")
                result = nudge(graded, command, *(["ada"] if command == "audit" else []))
                assert result.exit_code in (0, 1, 2), (column, value)
                assert result.exception is None or isinstance(result.exception, SystemExit)


def test_every_reader_of_a_store_refuses_wrong_values_alike(graded: SmallCourse) -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            for value in VALUES:
                damage(graded, f"UPDATE OR IGNORE {table} SET {column} = {value}")
                with contextlib.suppress(StoreError):
                    read_all(graded.store)


def read_all(path: Path) -> None:
    """Read everything that `nudge export` and the other commands read."""
    with Store(path) as store:
        store.seed()
        for line in last_gradebook(store):
            store.modules(line.submission)
            store.submission(line.submission)


def test_a_lost_mark_is_graded_again(graded: SmallCourse) -> None:
    damage(graded, "DELETE FROM mark WHERE exercise = 'e04_sigmoid'")
    assert nudge(graded, "grade").exit_code == 0
    assert nudge(graded, "audit", "ada").exit_code == 0
