"""The attacks on the intake: entries that are made when a test asks for them."""

import io
import json
import lzma
import os
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.attacks.registry import EVERYTHING, ROOT, WRONG, Attack

__all__ = ["intake_attacks"]

_RIGHT: Final = (ROOT / "solutions" / "e10_parameters.py").read_bytes()
_COST: Final = (ROOT / "solutions" / "e12_cost.py").read_bytes()
_BAD: Final = WRONG["e10_parameters"].encode()
_E10, _E12 = "e10_parameters.py", "e12_cost.py"

Build = Callable[[Path], None]


def intake_attacks() -> tuple[Attack, ...]:
    """Return the attacks on the intake."""
    return tuple(
        Attack(
            family="intake",
            name=name,
            row=row,
            tries=tries,
            held_by=held_by,
            loses=loses,
            standing=standing,
            awaits=awaits,
            build=build,
        )
        for name, row, tries, held_by, loses, standing, awaits, build in _ROWS
    )


def _zip(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16 if mode and name == _E10 else 0
            archive.writestr(info, data)
    return buffer.getvalue()


def _as_zip(*members: tuple[str, bytes], mode: int = 0) -> Build:
    def build(entry: Path) -> None:
        _zip_file(entry, _zip(*members, mode=mode))

    return build


def _zip_file(entry: Path, data: bytes) -> None:
    entry.with_name(f"{entry.name}.zip").write_bytes(data)


def _folder(entry: Path, **files: bytes) -> Path:
    entry.mkdir()
    for name, data in files.items():
        (entry / f"{name}.py").write_bytes(data)
    return entry


def _source(data: bytes) -> Build:
    def build(entry: Path) -> None:
        _folder(entry, e10_parameters=data)

    return build


def _link_to_a_file(entry: Path) -> None:
    (_folder(entry, e12_cost=_COST) / _E10).symlink_to(ROOT / "solutions" / _E10)


def _link_to_a_folder(entry: Path) -> None:
    entry.symlink_to(ROOT / "solutions", target_is_directory=True)


def _link_to_itself(entry: Path) -> None:
    (_folder(entry, e12_cost=_COST) / "again").symlink_to(entry, target_is_directory=True)


def _pipe(entry: Path) -> None:
    os.mkfifo(_folder(entry, e12_cost=_COST) / _E10)


def _pipe_as_archive(entry: Path) -> None:
    os.mkfifo(entry.with_name(f"{entry.name}.zip"))


def _device(entry: Path) -> None:
    place = _folder(entry, e12_cost=_COST) / _E10
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        place.symlink_to("/dev/zero")  # who may not make devices may point to them


def _folder_for_a_file(entry: Path) -> None:
    (_folder(entry, e12_cost=_COST) / _E10).mkdir()


def _file_for_a_folder(entry: Path) -> None:
    entry.write_bytes(_RIGHT)


def _nested(entry: Path) -> None:
    inner = _zip((_E10, _RIGHT))
    for _ in range(20):
        inner = _zip(("inner.zip", inner))
    _zip_file(entry, _zip((_E12, _COST), ("inner.zip", inner)))


def _overlapping(entry: Path) -> None:
    """Let every member of a long list be the one megabyte of zeros."""
    data = bytearray(_zip((_E12, _COST), (_E10, bytes(2_000_000))))
    end = data.rindex(b"PK\5\6")
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    last = bytes(data[second:end])
    listing = bytes(data[first:end]) + last * 500
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 502, 502, len(listing))
    _zip_file(entry, bytes(data[:first]) + listing + bytes(tail))


def _encrypted(entry: Path) -> None:
    data = bytearray(_zip((_E10, _RIGHT)))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    _zip_file(entry, bytes(data))


def _lying(entry: Path) -> None:
    data = bytearray(_zip((_E10, _RIGHT)))
    struct.pack_into("<I", data, 22, 10)
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, 10)
    _zip_file(entry, bytes(data))


def _unknown_packing(entry: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(_E10, _RIGHT)
    data = bytearray(buffer.getvalue())
    data[60:80] = b"\xff" * 20  # the stream is broken, and its dictionary 4 GB
    _zip_file(entry, bytes(data))


def _many_members(entry: Path) -> None:
    data = bytearray(_zip((_E12, _COST), (_E10, _BAD)))
    first, end = data.index(b"PK\1\2"), data.rindex(b"PK\5\6")
    listing = bytes(data[first:end])
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 60_000, 60_000, len(listing) * 30_000)
    _zip_file(entry, bytes(data[:first]) + listing * 30_000 + bytes(tail))


def _tar(entry: Path) -> None:
    with tarfile.open(entry.with_name(f"{entry.name}.tar"), "w") as archive:
        link = tarfile.TarInfo(_E10)
        link.type, link.linkname = tarfile.SYMTYPE, str(ROOT / "solutions" / _E10)
        archive.addfile(link)


def _large_dictionary(entry: Path) -> None:
    data = bytearray(lzma.compress(_RIGHT * 10))
    header = 4 * (data[12] + 1)  # after the stream's own twelve bytes
    data[16] = 40  # the packing's one property: a dictionary of 4 GB
    struct.pack_into("<I", data, 12 + header - 4, zlib.crc32(data[12 : 12 + header - 4]))
    entry.with_name(f"{entry.name}.tar.xz").write_bytes(data)


def _endless_streams(entry: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    entry.with_name(f"{entry.name}.tgz").write_bytes(packer.flush() * 500_000)


def _backward_tar(entry: Path) -> None:
    first, back = tarfile.TarInfo(_E12), tarfile.TarInfo(_E10)
    first.size = len(_COST)
    block = bytearray(back.tobuf())
    block[124:136] = b"\xff" * 10 + b"\xf8\x00"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    content = _COST + bytes(-len(_COST) % 512)
    data = first.tobuf() + content + bytes(block) + bytes(1024)
    entry.with_name(f"{entry.name}.tar").write_bytes(data)


def _small_members(entry: Path) -> None:
    """Let each member be as large as a module may be, and pack to a kilobyte."""
    helpers = [(f"helper{at}.py", b"%05d = " % at + b"#" * 999_000) for at in range(400)]
    stamps = [(f"{at}/timestamp.txt", b"%05d" % at + b" " * 999_000) for at in range(400)]
    _zip_file(entry, _zip((_E12, _COST), (_E10, _BAD), *helpers, *stamps))


def _false_size(entry: Path) -> None:
    """Let the last member have 2**64 - 1 bytes, as only a zip's longer form can say."""
    data = bytearray(_zip((_E12, _COST), (_E10, _RIGHT)))
    first, last, end = data.index(b"PK\1\2"), data.rindex(b"PK\1\2"), data.rindex(b"PK\5\6")
    longer = struct.pack("<HHQQ", 1, 16, 2**64 - 1, 2**64 - 1)
    struct.pack_into("<I", data, end + 12, end - first + len(longer))
    data[last + 20 : last + 28] = b"\xff" * 8
    struct.pack_into("<H", data, last + 30, len(longer))
    data[end:end] = longer
    _zip_file(entry, bytes(data))


def _headers_without_end(entry: Path) -> None:
    """Let a header follow another, and never a file."""
    first, more = tarfile.TarInfo(_E12), tarfile.TarInfo("more")
    first.size = len(_COST)
    more.type, more.size = tarfile.GNUTYPE_LONGNAME, 1
    content = _COST + bytes(-len(_COST) % 512)
    data = first.tobuf() + content + (more.tobuf() + b"x" + bytes(511)) * 20_000
    entry.with_name(f"{entry.name}.tar").write_bytes(data)


def _names_of_spaces(entry: Path) -> None:
    names = [f"{' ' * 210}{at} e10_parameters{' ' * 20}.py" for at in range(6_000)]
    _zip_file(entry, _zip((_E12, _COST), (_E10, _BAD), *((name, _RIGHT) for name in names)))


def _large_source(entry: Path) -> None:
    with (_folder(entry, e12_cost=_COST) / _E10).open("wb") as file:
        file.truncate(100_000_000)


def _notebook(text: bytes, size: int = 0) -> Build:
    def build(entry: Path) -> None:
        path = entry.with_name(f"{entry.name}_e10_parameters.ipynb")
        path.write_bytes(text)
        if size:
            os.truncate(path, size)

    return build


def _cells(*sources: bytes) -> bytes:
    cells = [{"cell_type": "code", "source": source.decode()} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def _nested_finally() -> bytes:
    lines = [line for at in range(19) for line in (" " * at + "try: pass", " " * at + "finally:")]
    return "\n".join([*lines, " " * 19 + "pass"]).encode()


def _long_names(entry: Path) -> None:
    name = "n" * 10_000
    _zip_file(entry, _zip((f"{name}/{_E10}", _RIGHT), (f"{name}_{_E10}", _RIGHT), (_E10, _BAD)))


_BOMB = bytes(64_000_000)
_ONE_BY_ONE = "a confined process reads files one by one; nothing is unpacked to disk"
_CONFINED = "a confined process opens it, and its limits end that"
_LINKS = "links are never followed"
_PARSED = "cells are parsed in a confined process, and compiled in the worker alone"
_WORKER = "sources are parsed in the worker alone"

_ALL: Final = (EVERYTHING,)

_Row = tuple[str, str, str, str, tuple[str, ...], str, str, Build]
_ROWS: tuple[_Row, ...] = (
    (
        "dot_dot",
        "../ in a path",
        "to be read in place of a neighbour's file",
        _ONE_BY_ONE,
        _ALL,
        "graded",
        "",
        _as_zip(("../honest/e10_parameters.py", _RIGHT), (_E10, _BAD)),
    ),
    (
        "absolute_path",
        "absolute paths",
        "to be written over a file of the system",
        _ONE_BY_ONE,
        _ALL,
        "refused",
        "",
        _as_zip(("/etc/cron.d/e10_parameters.py", _RIGHT)),
    ),
    (
        "backslashes",
        "../ in another system's letters",
        "to lead out by backslashes",
        _ONE_BY_ONE,
        _ALL,
        "refused",
        "",
        _as_zip(("..\\..\\e10_parameters.py", _RIGHT)),
    ),
    (
        "link_to_a_file",
        "links out: a file",
        "to hand in the solution by a symbolic link",
        _LINKS,
        _ALL,
        "graded",
        "",
        _link_to_a_file,
    ),
    (
        "link_to_a_folder",
        "links out: a folder",
        "to hand in all solutions by one link",
        _LINKS,
        _ALL,
        "refused",
        "",
        _link_to_a_folder,
    ),
    (
        "link_to_itself",
        "links in a circle",
        "to be walked over for ever",
        _LINKS,
        _ALL,
        "graded",
        "",
        _link_to_itself,
    ),
    (
        "link_in_a_zip",
        "links in archives",
        "to bring a link to the solution in a zip",
        _LINKS,
        _ALL,
        "refused",
        "",
        _as_zip((_E10, str(ROOT / "solutions" / _E10).encode()), mode=0o120777),
    ),
    (
        "link_in_a_tar",
        "links in tars",
        "to bring a link to the solution in a tar",
        _LINKS,
        _ALL,
        "refused",
        "",
        _tar,
    ),
    (
        "zip_bomb",
        "zip bombs",
        "to unpack to 64 MB from 64 KB",
        "no member is read beyond 1 MB",
        _ALL,
        "graded",
        "",
        _as_zip((_E12, _COST), (_E10, _BOMB)),
    ),
    (
        "nested_zip",
        "zip bombs, nested",
        "to be unpacked level by level",
        "an archive inside an archive is not opened",
        _ALL,
        "graded",
        "",
        _nested,
    ),
    (
        "overlapping_zip",
        "zip bombs, overlapping",
        "to unpack the same bytes 500 times",
        "a name is read once, and no member beyond 1 MB",
        _ALL,
        "either",
        "",
        _overlapping,
    ),
    (
        "many_members",
        "zip bombs of names",
        "to have 60,000 members looked at",
        "a bound on how many are looked at",
        _ALL,
        "either",
        "",
        _many_members,
    ),
    (
        "device",
        "devices",
        "to be read without end",
        "only plain files are read",
        _ALL,
        "graded",
        "",
        _device,
    ),
    (
        "pipe",
        "FIFOs",
        "to be waited for when it is opened",
        "only plain files are read",
        _ALL,
        "graded",
        "",
        _pipe,
    ),
    (
        "pipe_as_archive",
        "FIFOs in place of archives",
        "to be waited for when it is opened",
        "only plain files are read",
        _ALL,
        "refused",
        "intake",
        _pipe_as_archive,
    ),
    (
        "hostile_names",
        "hostile names",
        "to be taken for options, lines and other names",
        "names are data; they are never put into a command or a path",
        _ALL,
        "graded",
        "",
        _as_zip(
            (_E12, _COST),
            ("e10_parameters\n.py", _BAD),
            ("-rf.py", _BAD),
            ("e10\u202eyp.sretemarap_", _BAD),
        ),
    ),
    (
        "case_clash",
        "names that clash in case",
        "to have the better of two names counted",
        "the very name counts",
        _ALL,
        "graded",
        "",
        _as_zip(("E10_PARAMETERS.PY", _RIGHT), (_E10, _BAD), (_E12, _COST)),
    ),
    (
        "duplicates",
        "duplicate names",
        "to show one file to a reader and another to the grader",
        "the last of one name counts, as it does when it is unpacked",
        _ALL,
        "graded",
        "",
        _as_zip((_E10, _RIGHT), (_E10, _BAD)),
    ),
    (
        "encrypted",
        "encrypted archives",
        "to have a password asked for",
        "it is refused",
        _ALL,
        "refused",
        "",
        _encrypted,
    ),
    (
        "lying_archive",
        "lying archives",
        "to be longer than it says",
        "check sums are checked",
        _ALL,
        "refused",
        "",
        _lying,
    ),
    (
        "broken_packing",
        "archives with broken streams",
        "to break the unpacking by an error that nobody expects",
        "packings that cannot be bounded are refused",
        _ALL,
        "refused",
        "intake",
        _unknown_packing,
    ),
    (
        "broken_off",
        "archives that break off",
        "to end in the middle",
        "it is refused",
        _ALL,
        "refused",
        "",
        lambda entry: _zip_file(entry, _zip((_E10, _RIGHT))[:-40]),
    ),
    (
        "file_for_a_folder",
        "a file where a folder belongs",
        "to be listed as a folder",
        "it is refused",
        _ALL,
        "either",
        "",
        _file_for_a_folder,
    ),
    (
        "folder_for_a_file",
        "a folder where a file belongs",
        "to be opened as a file",
        "only plain files are read",
        _ALL,
        "graded",
        "",
        _folder_for_a_file,
    ),
    (
        "byte_order_mark",
        "byte-order marks",
        "to be refused for three bytes, though it is right",
        _WORKER,
        (),
        "graded",
        "",
        _source(b"\xef\xbb\xbf" + _RIGHT),
    ),
    (
        "wide_letters",
        "byte-order marks of UTF-16",
        "to be read as something else than it is run as",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(_RIGHT.decode().encode("utf-16")),
    ),
    (
        "nul_bytes",
        "NULs",
        "to end before a reader sees its end",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(_BAD + b"\0\n" + _RIGHT),
    ),
    (
        "coding_cookie",
        "codings of other kinds",
        "to be decoded by a codec that does not decode text",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(b"# -*- coding: zlib -*-\n" + _RIGHT),
    ),
    (
        "large_source",
        "100 MB sources",
        "to fill the memory of the intake",
        "a module has 1 MB",
        _ALL,
        "graded",
        "",
        _large_source,
    ),
    (
        "deep_source",
        "sources that crash a parser: brackets",
        "to overflow the parser's stack",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(b"x = " + b"(" * 100_000 + b")" * 100_000 + b"\n"),
    ),
    (
        "long_chain",
        "sources that crash a compiler: chains",
        "to overflow the compiler's stack",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(b"x = " + b"-" * 200_000 + b"1\n"),
    ),
    (
        "constant_folding",
        "sources that compute while they are compiled",
        "to fill the memory before a line of it runs",
        _WORKER,
        _ALL,
        "graded",
        "",
        _source(b"x = " + b"+".join([b"'a' * 4000"] * 4000) + b"\nwhile True: pass\n"),
    ),
    (
        "malformed_notebook",
        "malformed notebooks",
        "to break the reader of notebooks",
        "it is refused",
        _ALL,
        "refused",
        "",
        _notebook(b'{"nbformat": 4, "cells": [[[}'),
    ),
    (
        "folding_notebook",
        "notebooks that compute while they are compiled",
        "to have 1.6 GB of constants added up by a cell of 10 KB",
        _PARSED,
        _ALL,
        "graded",
        "",
        _notebook(_cells(b"x = " + b"+".join([b"'a' * 4000"] * 900), _BAD)),
    ),
    (
        "branching_notebook",
        "notebooks that unfold while they are compiled",
        "to have half a million copies of a line written by 19 finally in one another",
        _PARSED,
        _ALL,
        "graded",
        "",
        _notebook(_cells(_nested_finally(), _BAD)),
    ),
    (
        "slow_notebook",
        "notebooks that take a parser's time and memory",
        "to keep the grading side busy with a million values that mean nothing",
        _CONFINED,
        _ALL,
        "refused",
        "",
        _notebook(b'{"nbformat": 4, "cells": [' + b'{"a": []},' * 320_000 + b"{}]}"),
    ),
    (
        "deep_cell",
        "cells that crash a parser: brackets",
        "to overflow the parser's stack while a notebook is read",
        _CONFINED,
        _ALL,
        "graded",
        "",
        _notebook(_cells(b"x = " + b"(" * 90_000 + b")" * 90_000, b"-" * 90_000 + b"1", _BAD)),
    ),
    (
        "large_dictionary",
        "archives that need more memory than there is",
        "to have 4 GB set aside by a packed tar of a few hundred bytes",
        _CONFINED,
        _ALL,
        "refused",
        "",
        _large_dictionary,
    ),
    (
        "endless_streams",
        "archives of very many packed streams",
        "to be unpacked for ever without a byte that comes out",
        _CONFINED,
        _ALL,
        "refused",
        "",
        _endless_streams,
    ),
    (
        "backward_tar",
        "tars that lead back to their beginning",
        "to be walked over for ever, by an entry of a negative length",
        _CONFINED,
        _ALL,
        "either",
        "",
        _backward_tar,
    ),
    (
        "small_members",
        "zip bombs of many small members",
        "to have 800 files of a megabyte each held, from as many kilobytes",
        "all that is read of a submission's archives has a limit together",
        _ALL,
        "graded",
        "",
        _small_members,
    ),
    (
        "false_size",
        "lengths that no program can count",
        "to break the message in which a confined process sends them",
        "numbers are cut to those that can be sent, and such a member is refused",
        _ALL,
        "graded",
        "",
        _false_size,
    ),
    (
        "headers_without_end",
        "tars of headers alone",
        "to have a reader call itself for each, until its stack is full",
        _CONFINED,
        _ALL,
        "either",
        "",
        _headers_without_end,
    ),
    (
        "names_of_spaces",
        "names that a pattern looks through again and again",
        "to keep the grading side busy with 6,000 names of 200 spaces",
        "a pattern begins once in a run of separators",
        _ALL,
        "graded",
        "",
        _names_of_spaces,
    ),
    (
        "another_students_name",
        "names inside that are other students'",
        "to be read in place of a neighbour's submission",
        "a student's name comes from outside, never from what a process says of a file",
        _ALL,
        "graded",
        "",
        _as_zip(("honest_12_34_e10_parameters.py", _BAD)),
    ),
    (
        "twice_in_a_notebook",
        "notebooks that define a function twice",
        "to have the better of two definitions counted",
        "cells are run in their order, as a person runs them",
        _ALL,
        "graded",
        "",
        _notebook(_cells(_RIGHT, _BAD)),
    ),
    (
        "long_names",
        "names of 10,000 characters",
        "to be shown, or made a path, that no page and no file system takes",
        "what is longer than names can be is left out",
        _ALL,
        "graded",
        "",
        _long_names,
    ),
    (
        "enormous_notebook",
        "enormous notebooks",
        "to fill the memory of the intake",
        "it is refused",
        _ALL,
        "refused",
        "",
        _notebook(b'{"nbformat": 4, "cells": [', 60_000_000),
    ),
)
