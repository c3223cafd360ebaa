"""Valid submissions, broken at random: each is graded or refused with a reason."""

import os
import random
import re
import struct
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.intake import Entry, Submission
from tests.grading.intake.makers import (
    BOTH,
    SIGMOID,
    entries_of,
    notebook,
    read_submission,
    tarred,
    zipped,
)

SEED = 20_260
QUICK, ALL = 300, 10_000
MAX_GROWTH = 50 * 2**20

CELLS = ("import numpy as np", SIGMOID.decode(), "%matplotlib inline\nx = 'é'", "sigmoid(0) [")
HELPERS = {"helpers.py": b"x = 1\n" * 40, "notes/read me.txt": b"hello " * 200}
FILES = {**BOTH, **HELPERS, "nb/e12_other.ipynb": notebook(*CELLS)}

NAMES = (
    b"../../../etc/passwd",
    b"/e07_dense.py",
    b"e07_dense.py/x.py",
    b"\0" * 8,
    b"\n\r\x1b[31m.py",
    "\u202eyp.esned_70e".encode(),
    b"\xff\xfe\xfd.py",
    b"-rf *",
    b"numpy.py",
    b"__init__.py",
    b"." * 200,
    b"a/" * 40 + b"e07_dense.py",
)
NUMBERS = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
TOKENS = (b"[", b"]", b"{", b"}", b",", b":", b'"', b"null", b"-1", b"1e999", b"NaN", b'"\\ud800"')
SOURCE = (b"(", b")", b"'''", b"\\\n", b"\t", b"\0", b"\xef\xbb\xbf", b"%%", b"!", b"lambda:", b"{")


# Changes. Each takes and returns the bytes of a file.


def flipped(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def spliced(data: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    at = dice.randrange(len(data) + 1)
    return data[:at] + data[start:end] * dice.choice((1, 1, 2, 30)) + data[at:]


def dropped(data: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def renamed(data: bytes, dice: random.Random) -> bytes:
    old = dice.choice((b"e07_dense.py", b"e04_sigmoid.py", b"helpers.py", b"notes/read me.txt"))
    new = dice.choice(NAMES)
    return data.replace(old, (new * len(old))[: len(old)] if dice.random() < 0.7 else new)


def zip_fields(data: bytes, dice: random.Random) -> bytes:
    """Put numbers where the headers of a zip have theirs."""
    out = bytearray(data)
    headers = [match.start() for match in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", data)]
    for _ in range(dice.choice((1, 2, 5)) if headers else 0):
        at = dice.choice(headers) + dice.randrange(4, 46)
        value = struct.pack("<I", dice.choice(NUMBERS))[: dice.choice((1, 2, 4))]
        out[at : at + len(value)] = value
    return bytes(out[: len(data)])


def tar_fields(data: bytes, dice: random.Random) -> bytes:
    """Put texts where a header of a tar has its fields, and fix its checksum."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 2, 3))):
        at = 512 * dice.randrange(max(1, len(out) // 512))
        offset, length = dice.choice(
            ((0, 100), (100, 8), (124, 12), (124, 12), (156, 1), (157, 100), (257, 8), (345, 155))
        )
        types = b"0123456789xgLKSXVM\0"
        value = dice.choice(
            (
                bytes([dice.choice(types)]),
                dice.choice(NAMES),
                b"%o" % dice.choice(NUMBERS),
                b"\x80" + dice.randbytes(11),
                b"\xff" * 12,
                dice.randbytes(12),
            )
        )[:length]
        out[at + offset : at + offset + len(value)] = value
        block = out[at : at + 512]
        block[148:156] = b" " * 8
        out[at + 148 : at + 156] = b"%06o\0 " % sum(block)
    return bytes(out)


def tokens_of(tokens: tuple[bytes, ...]) -> Callable[[bytes, random.Random], bytes]:
    def changed(data: bytes, dice: random.Random) -> bytes:
        for _ in range(dice.choice((1, 1, 3))):
            at = dice.randrange(len(data) + 1)
            count = dice.choice((1, 1, 1, 5, 20_000))
            skipped = dice.choice((0, 1, 10))
            data = data[:at] + dice.choice(tokens) * count + data[at + skipped :]
        return data

    return changed


# Submissions


@dataclass(frozen=True)
class Kind:
    """A valid submission, the ways to change it, and the way to pack it after that."""

    name: str
    data: bytes
    changes: tuple[Callable[[bytes, random.Random], bytes], ...]
    pack: Callable[[bytes], bytes] = bytes


def gzipped(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


def kinds() -> tuple[Kind, ...]:
    blind = (flipped, cut, spliced, dropped)
    tar = tarred(FILES, "w", format=tarfile.PAX_FORMAT) + tarred({"é" * 70 + ".py": b""}, "w")
    return (
        Kind("ada.zip", zipped(FILES), (*blind, renamed, zip_fields, zip_fields)),
        Kind("ada.tar", tar, (*blind, renamed, tar_fields, tar_fields)),
        Kind("ada.tar.gz", tar, (renamed, tar_fields, spliced), gzipped),
        Kind("ada.tgz", tarred(FILES, "w:gz"), blind),
        Kind("ada.tar.bz2", tarred(FILES, "w:bz2"), blind),
        Kind("ada.tar.xz", tarred(FILES, "w:xz"), blind),
        Kind("ada_e04_sigmoid.ipynb", notebook(*CELLS), (*blind, tokens_of(TOKENS))),
        Kind("ada.ipynb", notebook(*CELLS), (flipped, tokens_of(TOKENS))),
        Kind("ada_e04_sigmoid.py", SIGMOID, (*blind, tokens_of(SOURCE))),
        Kind("ada.py", SIGMOID, (flipped, spliced, tokens_of(SOURCE))),
    )


def code_changed(dice: random.Random) -> bytes:
    """Return a valid notebook whose code is broken."""
    change = tokens_of(SOURCE)
    return notebook(*(change(cell.encode(), dice).decode("utf-8", "replace") for cell in CELLS))


def variants(count: int) -> list[tuple[str, bytes]]:
    """Return the names and bytes of this many broken submissions; the same ones each time."""
    dice = random.Random(SEED)
    made = []
    for number, kind in zip(range(count), kinds() * count, strict=False):
        data = kind.data
        if number % 20 == 6:
            made.append((kind.name, code_changed(dice)))
            continue
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            data = dice.choice(kind.changes)(data or b"\0", dice)[:2_000_000]
        made.append((kind.name, kind.pack(data)))
    return made


def resident() -> int:
    """Return how many bytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def check(found: Submission) -> None:
    """Hold that something can be graded, or that the reason why not is a sentence to show."""
    assert bool(found.modules) != bool(found.problem)
    assert found.problem.isprintable()
    for refusal in found.refused:
        assert refusal.path.isprintable()
        assert refusal.reason.isprintable()
        assert refusal.reason
    for name, source in found.modules.items():
        assert name.isprintable()
        if source.startswith(b'"""Made from'):
            compile(source, name, "exec")


def fuzzed(folder: Path, count: int) -> int:
    """Read this many broken submissions and return how much memory that left behind."""
    before = 0
    for number, (name, data) in enumerate(variants(count)):
        path = folder / name
        path.write_bytes(data)
        check(read_submission(Entry.at("ada", path)))
        if name == "ada.zip":
            check_download(path)
        if number == min(200, count // 2):
            before = resident()
    return resident() - before


def check_download(path: Path) -> None:
    """Hold that a class's download, broken in the same way, gives entries or a reason."""
    try:
        entries = entries_of(path)
    except UserError:
        return
    for entry in entries:
        check(read_submission(entry))


needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux's /proc")


@needs_proc
def test_broken_submissions_are_graded_or_refused_with_a_reason(tmp_path: Path) -> None:
    assert fuzzed(tmp_path, QUICK) < MAX_GROWTH


@needs_proc
@pytest.mark.slow
def test_ten_thousand_broken_submissions_leave_the_memory_flat(tmp_path: Path) -> None:
    assert fuzzed(tmp_path, ALL) < MAX_GROWTH
