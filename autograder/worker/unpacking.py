"""Archives, read by the standard library in a process that has nothing to lose.

The readers may have faults, and a small archive can unpack to a large one: the process that runs
this is confined, and has limits on memory and time. The bounds here serve honest people: each has a
sentence of its own.
"""

import bz2
import gzip
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import IO, Any, Final, cast

__all__ = ["Archive", "Member", "Refused", "Zip", "open_archive"]

_FOREIGN: Final = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip"}
_UNPACKERS: Final[dict[bytes, Callable[[Any], Any]]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
}
_CHUNK: Final = 64 * 1024
_LINK: Final = "it is a link; hand in the files themselves"

_HEADER: Final = 30  # bytes before the name of a member of a zip
_LONGEST_EXTRA: Final = 0xFFFF
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UTF8: Final = 0x800
_SMALL_MEMBER: Final = 1_000_000
_DAMAGED: Final = {
    "Bad CRC": "it is not as long as the archive says, or its check sum is wrong",
    "File name in": "the archive calls it by two names",
    "Bad magic": "it is not where the archive says",
    "Truncated": "it is not where the archive says",
}

_SMALL_TAR: Final = 10_000_000
_TIMESTAMP: Final = "timestamp.txt"  # nbgrader's
_LONGEST_STAMP: Final = 1_000
_NO_FILES: Final = {
    tarfile.SYMTYPE: _LINK,
    tarfile.LNKTYPE: _LINK,
    tarfile.CHRTYPE: "it is a device, not a file",
    tarfile.BLKTYPE: "it is a device, not a file",
    tarfile.FIFOTYPE: "it is a pipe, not a file",
}


class Refused(Exception):
    """Something cannot be read; the text is a sentence about "it"."""


@dataclass(frozen=True)
class Member:
    """A file or folder in an archive; a folder's name ends with a slash.

    Attributes
    ----------
    name : str
        Its name, as it stands there.
    flaw : str
        Why it is not read; empty if it may be.
    numbers : tuple of int
        Of a zip: where its bytes begin and end, its flags, its packing, its check sum, and its
        lengths, packed and unpacked.
    """

    name: str
    flaw: str = ""
    numbers: tuple[int, ...] = ()


class Archive:
    """An open archive.

    Attributes
    ----------
    members : sequence of Member
        What is in it.
    fault : str
        Why there may be more in it; empty if that is all.
    """

    members: Sequence[Member] = ()
    fault: str = ""

    def content(self, number: int, most: int) -> bytes:
        """Return the content of a member.

        Raises
        ------
        Refused
            If it cannot be read, or is longer than `most` bytes.
        """
        raise NotImplementedError


def open_archive(file: IO[bytes], limits: SimpleNamespace, *, is_tar: bool = False) -> Archive:
    """Open an archive of a kind that its first bytes tell.

    Parameters
    ----------
    file : file
        The archive.
    limits : namespace
        The bounds of the intake.
    is_tar : bool
        Whether its name is that of a tar: the oldest tars have no mark of their own.

    Raises
    ------
    Refused
        If it is not an archive that can be read.
    """
    start = file.read(512)
    file.seek(0)
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise Refused(f"it is a {kind} archive; hand in a .zip")
    is_packed = start.startswith(tuple(_UNPACKERS))
    if start[257:262] == b"ustar" or is_packed or (is_tar and not start.startswith(b"PK")):
        return _Tar(file, start, limits)
    guarded = _Guarded(file, limits.DIRECTORY)
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", guarded))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Refused(str(error) or "it is damaged") from None
    guarded.most = None
    return Zip(archive, archive.infolist(), limits)


class _Guarded:
    """A file that refuses a read of more than `most` bytes: ZipFile reads its list in one."""

    def __init__(self, file: IO[bytes], most: int | None) -> None:
        self._file = file
        self.most = most
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        most = self.most
        if most is None:
            return self._file.read(size)
        data = b"" if size > most else self._file.read(most + 1 if size < 0 else size)
        if max(size, len(data)) > most:
            raise Refused(f"its list of files is larger than {_megabytes(most)}")
        return data


class Zip(Archive):
    """A zip, or some members of one; a member is read when it is asked for."""

    def __init__(
        self, archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], limits: SimpleNamespace
    ) -> None:
        self._archive = archive
        self._infos = infos[: limits.MEMBERS]
        self._limits = limits
        if len(infos) > limits.MEMBERS:
            self.fault = f"it has more than {limits.MEMBERS:,} files; those were looked at"
        self.members = [*_members(self._infos, archive.start_dir)]

    @classmethod
    def of_one(cls, packed: IO[bytes], member: Member, limits: SimpleNamespace) -> "Zip":
        """Return a member of another zip, of which only that member's own bytes are here."""
        info = zipfile.ZipInfo(member.name)
        info.orig_filename = member.name
        _, _, info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size = (
            member.numbers
        )
        info.header_offset = 0
        # Opened for writing, it looks for no list of files; nothing is written.
        return cls(zipfile.ZipFile(packed, "w"), [info], limits)

    def content(self, number: int, most: int) -> bytes:
        """Return the content of a member."""
        info = self._infos[number]
        if self.members[number].flaw:
            raise Refused(self.members[number].flaw)
        if info.file_size > most:
            raise Refused(f"it is larger than {_megabytes(most)}")
        if info.file_size > max(_SMALL_MEMBER, self._limits.RATIO * info.compress_size):
            raise Refused(f"it unpacks to more than {self._limits.RATIO} times its size")
        if info.compress_size > info.file_size + info.file_size // 100 + 1_000:
            raise Refused("it is damaged: its packed form is larger than the file")
        try:
            with self._archive.open(info) as file:
                data = file.read(info.file_size + 1)
        except zipfile.BadZipFile as error:
            how = next((how for start, how in _DAMAGED.items() if str(error).startswith(start)), "")
            raise Refused(f"it is damaged: {how}" if how else "it is damaged") from None
        except EOFError:
            raise Refused("it is damaged: its end is missing") from None
        except (zlib.error, ValueError, struct.error, NotImplementedError, RuntimeError):
            raise Refused("it is damaged") from None
        if len(data) != info.file_size:
            raise Refused("it is damaged: it is not as long as the archive says")
        return data


def _members(infos: Sequence[zipfile.ZipInfo], list_start: int) -> Iterator[Member]:
    """Yield the members of a zip; those that share bytes make a megabyte unpack to terabytes."""
    order = sorted(range(len(infos)), key=lambda index: infos[index].header_offset)
    ends: dict[int, int] = {}
    shared: set[int] = set()
    end, owner = -1, -1
    for place, index in enumerate(order):
        info = infos[index]
        if info.header_offset < end:
            shared |= {owner, index}
        its_end = info.header_offset + _HEADER + len(_encoded(info)) + info.compress_size
        if its_end > end:
            end, owner = its_end, index
        after = order[place + 1] if place + 1 < len(order) else None
        following = list_start if after is None else infos[after].header_offset
        ends[index] = min(its_end + _LONGEST_EXTRA, following)
    for index, info in enumerate(infos):
        flaw = _flaw(info)
        if index in shared and not flaw:
            flaw = "its bytes belong to another file too: no ordinary program makes such an archive"
        numbers = (
            *(info.header_offset, ends[index], info.flag_bits, info.compress_type),
            *(info.CRC, info.compress_size, info.file_size),
        )
        yield Member(info.orig_filename, flaw, numbers)


def _flaw(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.orig_filename.endswith(("/", "\\")):
        return ""
    if kind == stat.S_IFLNK:
        return _LINK
    if kind not in (0, stat.S_IFREG):
        return "it is a pipe, a device or a folder, not a file"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted; hand it in without a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in an unusual way; make the archive with your system's own program"
    if info.header_offset < 0:
        return "it is damaged: it begins before the archive does"
    return ""


def _encoded(info: zipfile.ZipInfo) -> bytes:
    encoding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
    return info.orig_filename.encode(encoding, "replace")


class _Tar(Archive):
    """A tar, read once from front to back; the files before a fault count."""

    def __init__(self, file: IO[bytes], start: bytes, limits: SimpleNamespace) -> None:
        self._limits = limits
        self._contents: dict[int, bytes] = {}
        self.members: list[Member] = []
        stream = _Stream(file, start, limits)
        try:
            self._walk(stream)
        except Refused as fault:
            self.fault = str(fault)
        except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError):
            self.fault = stream.how_damaged
        if self.fault:
            self.fault += "; the files before that were looked at"

    def content(self, number: int, most: int) -> bytes:
        """Return the content of a member."""
        if number not in self._contents:
            raise Refused("it was not read")
        if len(self._contents[number]) > most:
            raise Refused(f"it is larger than {_megabytes(most)}")
        return self._contents[number]

    def _walk(self, stream: "_Stream") -> None:
        held = 0
        archive = tarfile.TarFile(
            fileobj=cast("IO[bytes]", stream), encoding="utf-8", errors="surrogateescape"
        )
        while (info := archive.next()) is not None:
            if len(self.members) == self._limits.MEMBERS:
                raise Refused(f"it has more than {self._limits.MEMBERS:,} files")
            if info.size < 0:
                raise Refused("it is damaged")
            if info.issparse():
                raise Refused("it has a sparse file, which only tar itself can read")
            if info.size > self._limits.TAR_UNPACKED:
                raise Refused(stream.too_much)
            flaw = _NO_FILES.get(info.type, "")
            most = 0 if flaw or info.isdir() else self._of_use(info.name)
            if most and info.size > most:
                flaw = f"it is larger than {_megabytes(most)}"
            elif most:
                held += info.size
                if held > self._limits.SOURCES:
                    most = self._limits.SOURCES
                    raise Refused(f"its files are larger than {_megabytes(most)} together")
                self._contents[len(self.members)] = stream.content(info)
            self.members.append(Member(info.name + "/" * info.isdir(), flaw))
        if not stream.is_at_end:
            raise Refused(stream.how_damaged)

    def _of_use(self, name: str) -> int:
        """Return how many bytes of a file may be of use."""
        lowered = name.lower()
        if lowered.endswith(".py"):
            return int(self._limits.MODULE)
        if lowered.endswith(".ipynb"):
            return int(self._limits.NOTEBOOK)
        return _LONGEST_STAMP if re.split(r"[/\\]", lowered)[-1] == _TIMESTAMP else 0


class _Stream:
    """The bytes of a tar, counted before and after unpacking; nothing goes back in it.

    tarfile would go back for a negative size, and then never end.
    """

    def __init__(self, file: IO[bytes], start: bytes, limits: SimpleNamespace) -> None:
        self._packed = _Counted(file, limits.TAR_PACKED)
        unpacker = next((new for magic, new in _UNPACKERS.items() if start.startswith(magic)), None)
        self._file = unpacker(self._packed) if unpacker else self._packed
        self._limits = limits
        self._longest = limits.NOTEBOOK + tarfile.BLOCKSIZE
        self._position = 0
        self._last = b""
        self._is_short = False
        self.too_much = f"it unpacks to more than {_megabytes(limits.TAR_UNPACKED)}"

    @property
    def is_at_end(self) -> bool:
        """Whether the last block that was read is the mark of the end."""
        return not self._is_short and not self._last.strip(b"\0")

    @property
    def how_damaged(self) -> str:
        """The sentence for a tar that tarfile cannot go on with."""
        if not self._is_short:
            return "it is damaged"
        return "it is damaged: its end is missing" if self._position else "it is empty"

    def content(self, info: tarfile.TarInfo) -> bytes:
        """Return the content of an entry that tarfile has just reached."""
        self.seek(info.offset_data)
        data = self.read(info.size)
        if self._is_short:
            raise Refused(self.how_damaged)
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, position: int) -> None:
        if position < self._position:
            raise Refused("it is damaged")
        for _ in self._parts(position - self._position):
            pass

    def read(self, size: int) -> bytes:
        if not 0 <= size <= self._longest:
            raise Refused("it is damaged: a name in it is longer than names can be")
        self._last = b"".join(self._parts(size))
        return self._last

    def _parts(self, size: int) -> Iterator[bytes]:
        while size:
            try:
                part = self._file.read(min(size, _CHUNK))
            except EOFError:  # packed, and broken off
                part = b""
            if not part:
                self._is_short = True
                return
            size -= len(part)
            self._position += len(part)
            if self._position > self._limits.TAR_UNPACKED:
                raise Refused(self.too_much)
            if self._position > max(_SMALL_TAR, self._limits.RATIO * self._packed.count):
                raise Refused(f"it unpacks to more than {self._limits.RATIO} times its size")
            yield part


class _Counted:
    """A packed file, and how much of it was read."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._most = most
        self.count = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        if self.count > self._most:
            raise Refused(f"it is larger than {_megabytes(self._most)}")
        return data


def _megabytes(count: int) -> str:
    return f"{count // 1_000_000} MB"
