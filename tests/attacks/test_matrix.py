"""The bank where layers are absent or another filter is there, and the table of what came of it.

`make attacks` runs the whole bank in every cell. Here the present user grades a part of it in three
cells. Without namespaces and with the first Landlock, which is weaker than without namespaces
alone: what any layer of the sandbox holds. Under a container's filter: what namespaces hold
elsewhere. Under one that allows everything: what the kit's own filter holds alone. Where all layers
are, the other tests of this folder run the whole bank.
"""

import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Limits
from autograder.isolation import ForkServer, program
from autograder.worker.layers import landlock
from tests.attacks.cells import CELLS, OLD_LANDLOCK, ROWS, Cell, row
from tests.attacks.matrix import Place, opened_place, run_cell
from tests.attacks.matrix_table import families, layer_table, on_page
from tests.attacks.registry import LAYERS, Attack, attacks

# They fill something until they meet a limit.
_SLOW = (
    *("deny/disk_deep_folder", "deny/disk_hidden_folder", "deny/disk_many_files", "deny/inodes"),
    *("deny/memory_bomb", "deny/memory_files"),
)
_PARTS: dict[str, Callable[[Attack], bool]] = {
    "old-landlock": lambda attack: bool(attack.layers),
    "container": lambda attack: bool({"namespaces", "disk", "root"} & set(attack.layers)),
    "allow-all": lambda attack: attack.layers == ("seccomp",),
}


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with opened_place() as opened:
        yield opened


@pytest.mark.process
@pytest.mark.parametrize("name", _PARTS)
def test_a_part_of_the_bank_holds_where_a_machine_has_less(place: Place, name: str) -> None:
    cell = Cell(row(name), "root" if os.geteuid() == 0 else "user")
    if cell.why_not:
        pytest.skip(cell.why_not)
    part = {attack.id for attack in attacks() if _PARTS[name](attack)} - set(_SLOW)
    run = run_cell(cell, place, only=part)
    assert list(run.broken) == [], run.broken
    assert part < run.outcomes.keys()


_REACHES = rb"""
import os, socket
def truncate(path): os.truncate(path, 1)
def speak(name):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("\0" + name)
def connect(port): socket.create_connection(("127.0.0.1", port), 1).close()
def signal(process): os.kill(process, 0)
"""


@pytest.mark.process
@pytest.mark.parametrize("is_old", [True, False])
def test_the_first_landlock_looks_at_no_more_than_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_old: bool
) -> None:
    """The rows mean what they say only if this Landlock refuses what a later one does not."""
    if landlock.missing() or landlock.version() < 6:
        pytest.skip("this kernel's Landlock is not of version 6")
    if is_old:
        monkeypatch.setattr(program, "_PROGRAM", OLD_LANDLOCK)
    path = tmp_path / "file"
    path.write_text("full")
    name = f"nudge-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as abstract,
        ForkServer(Limits(wall_seconds=5.0), ("seccomp", "namespaces")) as server,
        server.open({"exercises.e07_dense": _REACHES}) as session,
    ):
        abstract.bind(f"\0{name}")
        abstract.listen()
        student = session.caller("exercises.e07_dense")
        for function, argument in (
            ("truncate", str(path)),
            ("speak", name),
            ("connect", port.getsockname()[1]),
            ("signal", os.getpid()),
        ):
            answer = student.call(function, [argument])
            found = answer.error or answer.status.value
            assert found == ("returned" if is_old else "PermissionError"), (function, answer)


def test_the_table_has_every_cell_and_every_attack_of_the_bank() -> None:
    lines = on_page().splitlines()
    head = next(line for line in lines if line.startswith("| attacks |"))
    assert _cells_of(head)[1:] == [row.title for row in ROWS]
    rows = {_cells_of(line)[0]: _cells_of(line)[1:] for line in lines if line.startswith("| ")}
    for title, ids in families().items():
        assert title in rows, f"out of date: {title}; make attacks"
        for row_, entry in zip(ROWS, rows[title], strict=True):
            held = entry.split(" / ")
            for user, count in zip(("root", "user"), held, strict=True):
                named = _named_in(f"{row_.name}/{user}")
                assert int(count) + len(named & set(ids)) == len(ids), (title, row_.name, user)


def test_the_table_names_the_layers_as_the_bank_declares_them() -> None:
    assert layer_table() in on_page(), "out of date: make attacks"
    assert {layer for attack in attacks() for layer in attack.layers} == set(LAYERS)


def test_every_attack_that_the_table_names_is_in_the_bank() -> None:
    known = {attack.id for attack in attacks()}
    named = {name for cell in CELLS for name in _named_in(cell.name) if "::" not in name}
    assert named <= known
    absent = {layer for row_ in ROWS for layer in row_.absent}
    assert {attack.id for attack in attacks() if attack.layer in absent} <= named


def _cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split(" | ")]


def _named_in(cell: str) -> set[str]:
    """Return the attacks that the page lists as not held in a cell."""
    found = re.findall(r"^- `([^`]+)`: (.+)$", on_page(), re.MULTILINE)
    return {name for name, cells in found if cell in cells.split(", ")}
