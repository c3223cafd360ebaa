"""Archives and notebooks are opened by confined processes, whose answers are claims."""

import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.wire import ASKS_TO_DRAW
from autograder.course import UserError
from autograder.grading.intake import Readings, limits, readings
from autograder.grading.store import Store
from autograder.isolation import ForkServer, IsolationError, Session
from autograder.isolation.allowance import Died
from autograder.isolation.forkserver import ForkedProcess
from autograder.isolation.program import command
from autograder.isolation.session import WorkerProcess
from autograder.worker import opening
from tests.grading.intake.makers import (
    BOTH,
    EXERCISES,
    MODULES,
    SIGMOID,
    OpenedHere,
    ReadingsHere,
    entries_of,
    notebook,
    put,
    read,
    read_all,
    read_submission,
    tarred,
    zipped,
)
from tests.grading.intake.test_fuzz import variants

CELL = "def sigmoid(z):\n    return 1.0\n"
ODD_CELLS = (
    *("η = 1", "x = '\\N{BULLET}'", "x = '\\d'", "x is 1", "x = 0777", "'a' 'b", "x = b'é'"),
    *("x = 1;;", "def f(:", "ª = 1", "# coding: utf-7", "f'{x!r:{y}}'", "match x:\n case 1: pass"),
    *("async def f(): await x", "try: pass\nexcept* E: pass", "type X = int", "\t x\n        y"),
    *("import nudge_notebook", "%%time\nη = 1", "x = 1\n?x", "x = 9" + "9" * 9_999, "\0", "\ud800"),
)
FILES = {
    "ada.zip": zipped(BOTH),
    "bo.tar": tarred(BOTH, "w"),
    "cy.tgz": tarred(BOTH, "w:gz"),
    "di.tar.bz2": tarred(BOTH, "w:bz2"),
    "ed.tar.xz": tarred(BOTH, "w:xz"),
    "flo_e04_sigmoid.ipynb": notebook(CELL, "def broken(:"),
    "gus/e04_sigmoid.ipynb": notebook(CELL),
    "gus/rest.zip": zipped({"e07_dense.ipynb": notebook("def pre_activation(): ...")}),
    # Python loads a module of its own to read such names.
    "gil_e04_sigmoid.ipynb": notebook(f"η = '\\N{{BULLET}}'\n{CELL}"),
    "hal.zip": zipped({"é/e04_sigmoid.py": b"\xef\xbb\xbf" + SIGMOID + b"\0\xff"}),
}


@pytest.fixture(scope="module")
def confined() -> Iterator[Readings]:
    """Return readings in real sandboxes, whose server stays for all tests here."""
    with Readings("strict", EXERCISES) as readings:
        yield readings


@pytest.mark.process
@pytest.mark.parametrize("mode", ["strict", "process"])
def test_every_kind_is_read_as_the_openers_code_reads_it(tmp_path: Path, mode: str) -> None:
    put(tmp_path, FILES)
    with Readings(mode, EXERCISES) as readings:
        found = read_all(tmp_path, readings)
    assert found == read_all(tmp_path)
    assert found["ada"].modules == MODULES
    assert all(one.modules for one in found.values())


@pytest.mark.process
@pytest.mark.parametrize("mode", ["strict", "process"])
def test_a_class_download_is_read_by_confined_processes(tmp_path: Path, mode: str) -> None:
    members = {f"{name.replace('_', '-', 1)}": data for name, data in FILES.items()}
    put(tmp_path, {"class.zip": zipped(members)})
    with Readings(mode, EXERCISES) as readings:
        found = read_all(tmp_path / "class.zip", readings)
    assert found == read_all(tmp_path / "class.zip")
    assert sum(bool(one.modules) for one in found.values()) >= 8


@pytest.mark.process
def test_broken_files_are_refused_by_sandboxes_as_they_are_here(
    tmp_path: Path, confined: Readings
) -> None:
    for name, data in variants(120):
        put(tmp_path, {name: data})
        assert read(tmp_path, confined) == read(tmp_path)
        (tmp_path / name).unlink()


# As the worker's program begins; then it opens files, and tells what Python loads for that.
_LOADS = """
import importlib.util, json, sys
from pathlib import Path
program, settings, limits, folder = sys.argv[1:]
spec = importlib.util.spec_from_file_location("program", f"{program}/__main__.py")
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
worker._assemble()
worker._packages(json.loads(settings))
from autograder.worker.server import Server
from autograder.worker.opening import Opener
import numpy as np
files = [(path.name.partition(" ")[2], path.read_bytes()) for path in Path(folder).iterdir()]
loaded = set()
sys.addaudithook(lambda event, given: event == "import" and loaded.add(given[0]))
for name, data in files:
    new = {"name": name, "numbers": [], "skipped": 0}
    numbers = [-1] if name.endswith("nb") else [-2, *range(8)]
    question = {"new": new, "piece": np.frombuffer(data or b"0", np.uint8), "numbers": numbers}
    Opener().call("opening", [["sigmoid"], json.loads(limits), [question]])
print(sorted(loaded))
"""


@pytest.mark.process
def test_what_opens_files_has_all_that_it_loads_before(tmp_path: Path) -> None:
    """A process that may open no file cannot load a module."""
    files = [(name.replace("/", "_"), data) for name, data in FILES.items()]
    files += [("ada.ipynb", notebook(cell)) for cell in ODD_CELLS]
    files += [file for file in variants(600) if not file[0].endswith(".py")]
    for number, (name, data) in enumerate(files):
        put(tmp_path, {f"{number} {name}": data})
    *python, program, settings = command("server")
    given = [program, settings, json.dumps(limits.by_name()), str(tmp_path)]
    done = subprocess.run(
        [*python, "-c", _LOADS, *given], env={}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def watched(monkeypatch: pytest.MonkeyPatch, look: Callable[[int], None]) -> None:
    """Call `look` with the number of a process whenever it has answered."""
    called = Session.call

    def call(self: Session, *arguments: Any) -> Answer:
        answer = called(self, *arguments)
        assert self.pid is not None
        look(self.pid)
        return answer

    monkeypatch.setattr(Session, "call", call)


@pytest.mark.process
def test_its_process_is_confined_and_holds_no_file(
    tmp_path: Path, confined: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def look(pid: int) -> None:
        own = Path(f"/proc/{pid}")
        seen["open"] = [str(path.readlink()) for path in sorted((own / "fd").iterdir())]
        seen["status"] = dict(
            line.split(":\t", 1) for line in (own / "status").read_text().splitlines()
        )

    watched(monkeypatch, look)
    put(tmp_path, {"ada.zip": zipped(BOTH)})
    assert read(tmp_path, confined).modules == MODULES
    names = [name.partition(":")[0] for name in seen["open"]]
    assert names == ["/dev/null", "pipe", "pipe", "socket"]
    status = seen["status"]
    assert (status["Seccomp"], status["NoNewPrivs"], int(status["CapEff"], 16)) == ("2", "1", 0)


@pytest.mark.process
def test_no_process_outlives_the_reading_of_a_submission(
    tmp_path: Path, confined: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids: list[int] = []
    watched(monkeypatch, pids.append)
    put(tmp_path, FILES)
    read_all(tmp_path, confined)
    assert len(set(pids)) == len({name.partition("/")[0] for name in FILES})  # one for each student
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


# What ends a process


def test_a_process_that_crashes_refuses_its_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = OpenedHere.call
    crash = "the process was ended by signal 11 (a crash inside a library) in `opening`"

    def call(self: OpenedHere, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        if any(b"crash" in bytes(one.get("piece", b"")) for one in arguments[-1]):
            return Answer(CallStatus.STOPPED, text=crash)
        return called(self, module, function, arguments)

    monkeypatch.setattr(OpenedHere, "call", call)
    bad = zipped({"e04_sigmoid.py": b"", "crash": b""})
    put(tmp_path / "ada", {"a.zip": bad, "b.zip": zipped(BOTH)})
    put(tmp_path, {"bo.zip": zipped({"e04_sigmoid.py": SIGMOID})})
    found = read_all(tmp_path)
    assert [str(refusal) for refusal in found["ada"].refused] == [
        f"a.zip was left out: {crash}; pack it again with your system's own program, or hand in "
        "the files themselves"
    ]
    assert found["ada"].modules == MODULES
    assert found["bo"].modules == {"exercises.e04_sigmoid": SIGMOID}


@pytest.mark.process
def test_a_process_that_never_served_is_the_machines_fault(
    tmp_path: Path, confined: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = ForkServer.launch

    def launch(self: ForkServer, *arguments: Any) -> Any:
        process = launched(self, *arguments)
        os.kill(process.pid, signal.SIGKILL)
        assert process._has_ended(60)
        # It may have been quick enough to say that it was confined.
        for pipe in process._streams:
            with contextlib.suppress(BlockingIOError):
                while os.read(pipe, 1):
                    pass
        return process

    put(tmp_path, {"ada.zip": zipped(BOTH)})
    with monkeypatch.context() as patch:
        patch.setattr(ForkServer, "launch", launch)
        with pytest.raises(IsolationError, match="ended before it was confined"):
            read(tmp_path, confined)
    assert read(tmp_path, confined).modules == MODULES


@pytest.mark.process
def test_a_file_that_takes_too_long_is_refused_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = replace(readings.READING, cpu_seconds=0.05)
    monkeypatch.setattr(readings, "READING", quick)
    slow = b'{"nbformat": 4, "cells": [' + b'{"a": []},' * 300_000 + b"{}]}"
    put(tmp_path / "ada", {"e04_sigmoid.ipynb": slow, "e07_dense.py": BOTH["e07_dense.py"]})
    with Readings("strict", EXERCISES) as confined:
        found = read(tmp_path, confined)
    assert list(found.modules) == ["exercises.e07_dense"]
    assert found.notes[0] == (
        "e04_sigmoid.ipynb was left out: opening it takes more than 0.05 s; pack it again with "
        "your system's own program, or hand in the files themselves"
    )


@pytest.mark.process
def test_a_server_that_dies_is_the_kits_fault_and_is_started_again(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH)})
    with Readings("strict", EXERCISES) as readings:
        read(tmp_path, readings)
        server: Any = readings._isolation
        server._program.kill()
        server._program.wait()
        put(tmp_path, {"ada.zip": zipped({"e04_sigmoid.py": SIGMOID})})
        with pytest.raises(IsolationError):
            read(tmp_path, readings)
        assert read(tmp_path, readings).modules == {"exercises.e04_sigmoid": SIGMOID}


@pytest.mark.process
def test_a_process_that_opens_files_cannot_ask_for_matplotlib(
    tmp_path: Path, confined: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(self: WorkerProcess, *_: Any) -> bytes:
        self.is_confined = True
        raise Died

    monkeypatch.setattr(ForkedProcess, "_more", ended)
    monkeypatch.setattr(ForkServer, "end", lambda *_: ASKS_TO_DRAW)
    monkeypatch.setattr(ForkServer, "that_draws", lambda _: pytest.fail("it was asked for"))
    put(tmp_path, {"ada.zip": zipped(BOTH)})
    assert "exit code 77" in read(tmp_path, confined).problem


# What is remembered


def test_what_has_not_changed_opens_nothing(tmp_path: Path) -> None:
    put(tmp_path / "in", FILES)
    with Store(tmp_path / "results.sqlite") as store:
        first = ReadingsHere("strict", EXERCISES, store)
        found = read_all(tmp_path / "in", first)
        store.publish([])
    with Store(tmp_path / "results.sqlite") as store:
        second = ReadingsHere("strict", EXERCISES, store)
        assert read_all(tmp_path / "in", second) == found
    assert first.asked > 0
    assert second.asked == 0


def test_a_text_that_reads_like_a_remembered_source_is_a_text(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped({**BOTH, "resources.py": b"x = 1"})})
    put(tmp_path, {"bo_e04_sigmoid.ipynb": notebook(f"# source: the lecture, refused\n{CELL}")})
    with Store(None) as store:
        found = read_all(tmp_path, ReadingsHere("strict", EXERCISES, store))
        again = ReadingsHere("strict", EXERCISES, store)
        assert read_all(tmp_path, again) == found
    assert again.asked == 0


def test_what_is_remembered_of_one_student_is_no_other_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = zipped(BOTH)  # by everybody, so that its digest is known
    with Store(None) as store:
        with monkeypatch.context() as patch:
            # A file of Ada's has taken over the process that then opens the shared one.
            patch.setattr(OpenedHere, "call", forged(lambda number: listing("nothing.py")))
            put(tmp_path / "first", {"ada/0.zip": b"?", "ada/shared.zip": shared})
            read(tmp_path / "first", ReadingsHere("strict", EXERCISES, store))
        put(tmp_path / "second", {"bo/shared.zip": shared})
        found = read(tmp_path / "second", ReadingsHere("strict", EXERCISES, store))
    assert found.modules == MODULES


def test_a_file_that_changes_while_it_is_read_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = zipped(BOTH), zipped({"e04_sigmoid.py": b"v = 2\n"})
    archive = tmp_path / "class" / "ada.zip"
    put(tmp_path / "class", {"ada.zip": before})
    with Store(tmp_path / "results.sqlite") as store:
        with monkeypatch.context() as patch:
            # Between the digest and the reading.
            patch.setattr(ReadingsHere, "_require_room", lambda _: archive.write_bytes(after))
            first = read(archive.parent, ReadingsHere("strict", EXERCISES, store))
        assert "it changed while it was read" in first.problem
        archive.write_bytes(before)
        second = read(archive.parent, ReadingsHere("strict", EXERCISES, store))
    assert second.modules == MODULES


def test_a_shortage_of_memory_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(*_: Any, **__: Any) -> Any:
        raise MemoryError

    put(tmp_path, {"ada.zip": zipped(BOTH)})
    with Store(None) as store:
        with monkeypatch.context() as patch:
            patch.setattr(opening, "open_archive", short)
            first = read(tmp_path, ReadingsHere("strict", EXERCISES, store))
        assert "it needs more memory than a file may" in first.problem
        assert read(tmp_path, ReadingsHere("strict", EXERCISES, store)).modules == MODULES


def test_of_a_download_one_changed_member_is_opened(tmp_path: Path) -> None:
    place = tmp_path / "class.zip"
    members = {
        f"{name}.zip": zipped({"e04_sigmoid.py": SIGMOID + b"#" * size})
        for size, name in enumerate(("ada", "bo", "cy"))
    }
    with Store(None) as store:
        put(tmp_path, {"class.zip": zipped(members)})
        readings = ReadingsHere("strict", EXERCISES, store)
        read_all(place, readings)
        every = readings.asked
        put(tmp_path, {"class.zip": zipped(members | {"bo.zip": zipped(BOTH)})})
        found = read_all(place, readings)
    assert found["bo"].modules == MODULES
    # The list of the download is read again, and the members of one of three archives.
    assert readings.asked - every < every


def test_a_reading_that_was_damaged_is_read_again(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH)})
    with Store(None) as store:
        first = ReadingsHere("strict", EXERCISES, store)
        found = read(tmp_path, first)
        for key in store._readings:
            store._readings[key] = b"damaged"
        second = ReadingsHere("strict", EXERCISES, store)
        assert read(tmp_path, second) == found
    assert second.asked == first.asked


def test_another_reader_does_not_believe_what_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH)})
    with Store(None) as store:
        for exercises in (EXERCISES, EXERCISES, {"e04_sigmoid": ["sigmoid"]}):
            read(tmp_path, ReadingsHere("strict", exercises, store))
        assert len(store._readings) == 2
        monkeypatch.setattr(sys, "version", "another")
        read(tmp_path, ReadingsHere("strict", EXERCISES, store))
        assert len(store._readings) == 3


# What a process that was taken over may say


def forged(value: Any) -> Callable[..., Any]:
    """Return a process that answers each question with the same value, or that of a number."""

    def call(self: OpenedHere, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        numbers = [one for question in arguments[-1] for one in question["numbers"]]
        replies = [value(one) if callable(value) else value for one in numbers]
        return Answer(CallStatus.RETURNED, value=replies)

    return call


def listing(*members: Any, **parts: Any) -> str:
    return json.dumps({"members": members or [["e04_sigmoid.py", "", []]], "fault": "", **parts})


def cells(*rows: Any, **parts: Any) -> str:
    return json.dumps({"cells": rows, "defines": [], **parts})


NONSENSE: tuple[Any, ...] = (
    None,
    [],
    {},
    {"refused": 1},
    {"refused": "it is damaged", "source": "0"},
    {"source": "0" * 64},
    b"",
    "",
    "{}",
    "[" * 100_000,
    listing()[:-1],
    listing() + "x",
    listing(members=None),
    listing("e04_sigmoid.py"),
    listing([3, "", []]),
    listing(["e04_sigmoid.py", 3, []]),
    listing(["e04_sigmoid.py", "", None]),
    listing(["e04_sigmoid.py", "", [0.5]]),
    listing(["e04_sigmoid.py", "", [2**63]]),
    listing(["e04_sigmoid.py", ""]),
    listing(["e04_sigmoid.py", "", [], ""]),
    listing({"name": "e04_sigmoid.py", "flaw": "", "numbers": []}),
    listing().replace("e04", "\\ud800"),
    listing(fault=1),
    listing(more=1),
    cells(defines=None),
    cells(defines=[1]),
    cells(more=1),
    cells([1, "x", False]),
    cells([1, "x", False, "", ""]),
    cells(["1", "x", False, ""]),
    cells([0, "x", False, ""]),
    cells([10**400, "x", False, ""]),
    cells([True, "x", False, ""]),
    cells([1, 3, False, ""]),
    cells([1, "x", 1, ""]),
    cells([1, "x" * 1_000_001, False, ""]),
    cells(*[[1, "", False, ""]] * 2_001),
    " " * 16_000_001,
    "text",
    3,
)


@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
@pytest.mark.parametrize("name", ["ada.zip", "ada_e04_sigmoid.ipynb"])
def test_an_answer_that_is_no_answer_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    monkeypatch.setattr(OpenedHere, "call", forged(value))
    put(tmp_path, {name: b"?"})
    assert read(tmp_path).problem == (
        f"{name} cannot be read: the process that opened it gave no answer that can be read"
    )


@pytest.mark.parametrize(
    "value", [[0, 1], "text", np.zeros(3), np.zeros(2_000_000, np.uint8), None]
)
def test_content_that_is_no_content_refuses_the_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    monkeypatch.setattr(
        OpenedHere,
        "call",
        forged(lambda number: listing() if number == -2 else value),
    )
    put(tmp_path, {"ada.zip": b"?"})
    assert "gave no answer that can be read" in read(tmp_path).problem


def test_names_from_a_process_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "../bo/e04_sigmoid.py",
        "/etc/passwd",
        "a/" * 5_000_000,
        "\x1b[31m.py",
        "x" * 9_999,
    ]
    value = listing(*([name, "", []] for name in names), fault="\x1b" * 999)
    monkeypatch.setattr(OpenedHere, "call", forged(value))
    put(tmp_path, {"ada.zip": b"?"})
    found = read(tmp_path)
    assert (found.student, found.modules) == ("ada", {})
    assert all(refusal.path.isprintable() and len(refusal.path) < 999 for refusal in found.refused)
    assert found.problem.isprintable()


@pytest.mark.parametrize("value", [bytes(1_000_000), " " * 1_000_000, {"refused": "?" * 10**6}])
def test_all_answers_about_a_submission_have_a_limit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    value = np.frombuffer(value, np.uint8) if type(value) is bytes else value
    asked: list[int] = []

    def call(self: OpenedHere, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        numbers = [one for question in arguments[-1] for one in question["numbers"]]
        asked.extend(numbers)
        names = [*(f"{number}/timestamp.txt" for number in range(9_999)), "e04_sigmoid.py"]
        replies = [
            listing(*([name, "", []] for name in names)) if n == -2 else value for n in numbers
        ]
        return Answer(CallStatus.RETURNED, value=replies)

    monkeypatch.setattr(OpenedHere, "call", call)
    put(tmp_path, {"ada.zip": b"?"})
    assert "what was read of all files together is larger than 100 MB" in read(tmp_path).problem
    assert len(asked) < 110


def test_small_files_that_unpack_to_much_are_not_all_held(tmp_path: Path) -> None:
    members = {f"{n}/timestamp.txt": b"%03d" % n + bytes(999_000) for n in range(200)}
    put(tmp_path, {"ada.zip": zipped({"e04_sigmoid.py": SIGMOID, **members})})
    tracemalloc.start()
    with Store(None) as store:
        readings = ReadingsHere("strict", EXERCISES, store)
        assert read(tmp_path, readings).modules == {"exercises.e04_sigmoid": SIGMOID}
        assert len(store._sources) <= 101
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150_000_000  # of 200


# Downloads: a member's process gets that member's bytes


def test_a_submissions_process_gets_no_byte_of_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    called = OpenedHere.call

    def call(self: OpenedHere, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        if arguments[-1][0].get("new", {}).get("name") != "class.zip":
            sent.append(b"".join(bytes(one["piece"]) for one in arguments[-1] if "piece" in one))
        return called(self, module, function, arguments)

    monkeypatch.setattr(OpenedHere, "call", call)
    names = ("ada", "bo", "cy")
    members = {f"{name}.zip": zipped({"e04_sigmoid.py": name.encode()}) for name in names}
    put(tmp_path, {"class.zip": zipped(members)})
    found = read_all(tmp_path / "class.zip")
    assert [one.modules["exercises.e04_sigmoid"] for one in found.values()] == [
        b"ada",
        b"bo",
        b"cy",
    ]
    held = {tuple(name for name in names if f"{name}.zip".encode() in data) for data in sent}
    assert held == {("ada",), ("bo",), ("cy",)}


@pytest.mark.parametrize(
    "spans", [[(0, 50), (40, 90)], [(0, 50), (0, 50)], [(50, 0), (60, 70)], [(-9, 50), (60, 70)]]
)
def test_a_list_that_gives_one_byte_to_two_students_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spans: Sequence[tuple[int, int]]
) -> None:
    names = ("ada.zip", "bo.zip")
    pairs = zip(names, spans, strict=True)
    value = listing(*([name, "", [*span, 0, 0, 0, 10, 10]] for name, span in pairs))
    monkeypatch.setattr(OpenedHere, "call", forged(value))
    put(tmp_path, {"class.zip": b"?" * 100})
    with pytest.raises(UserError, match="its list of files contradicts itself"):
        entries_of(tmp_path / "class.zip")


def test_of_a_large_download_a_process_gets_the_list_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    called = OpenedHere.call

    def call(self: OpenedHere, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        sent.append(sum(len(one.get("piece", b"")) for one in arguments[-1]))
        return called(self, module, function, arguments)

    monkeypatch.setattr(OpenedHere, "call", call)
    students = {name: zipped({"e04_sigmoid.py": name.encode()}) for name in ("ada", "bo")}
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name, data in students.items():
            archive.writestr(f"{name}.zip", data)
            archive.writestr(f"{name}_data.bin", bytes(30_000_000))
    found = read_all(tmp_path / "class.zip")
    assert found["ada"].modules == {"exercises.e04_sigmoid": b"ada"}
    assert found["bo"].modules == {"exercises.e04_sigmoid": b"bo"}
    assert sent[0] == max(sent) == 33_000_000


def test_a_download_whose_list_begins_too_early_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("data.bin", bytes(60_000_000))
    data = bytearray((tmp_path / "class.zip").read_bytes())
    at = data.rindex(b"PK\x05\x06")
    # The list is almost as long as the whole file.
    data[at + 12 : at + 20] = struct.pack("<II", at - 1, 1)
    (tmp_path / "class.zip").write_bytes(data)
    with pytest.raises(UserError, match="its list of files is too long"):
        entries_of(tmp_path / "class.zip")


def test_what_is_no_zip_is_no_download(tmp_path: Path) -> None:
    put(tmp_path, {"class.zip": tarred(BOTH)})
    with pytest.raises(UserError, match="it is not a zip"):
        entries_of(tmp_path / "class.zip")


def test_a_folder_of_modules_asks_no_process(tmp_path: Path) -> None:
    put(tmp_path / "ada", BOTH)
    readings = ReadingsHere("strict", EXERCISES)
    [entry] = entries_of(tmp_path, readings)
    assert read_submission(entry, readings).modules == MODULES
    assert readings.asked == 0
