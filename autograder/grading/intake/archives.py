"""Archives of every kind, known by what they hold, and read within bounds into memory.

Zips: the members are read one by one, and only when they are needed.

Tars: read once from front to back. The headers are tarfile's to read, block by block. Its walk
through an archive is not used: in some supported Pythons it loops forever on a negative size
(CVE-2025-8194), takes quadratic time for a long header (CVE-2024-6232), or reads a header of any
size that the header claims.
"""

import bz2
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, cast

from autograder.grading.intake import limits
from autograder.grading.intake.listing import (
    LINK,
    File,
    Listing,
    Opener,
    Refused,
    bounded,
    readable,
    reason_of,
)

__all__ = ["TIMESTAMP", "Member", "add_members", "list_archive", "member_file", "zip_members"]

TIMESTAMP: Final = "timestamp.txt"

_FOREIGN: Final = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip"}

_HEADER: Final = struct.Struct("<4s5H3I2H")
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_SMALL_MEMBER: Final = 1_000_000

_BLOCK: Final = tarfile.BLOCKSIZE
_CHUNK: Final = 64 * 1024
_LONGEST_HEADER: Final = 64 * 1024
_MOST_STREAMS: Final = 1_000
_LZMA_MEMORY: Final = 80 * 2**20  # `xz -9` needs 65 MB
_SMALL_TAR: Final = 10_000_000
_TOO_MUCH: Final = f"it unpacks to more than {limits.megabytes(limits.TAR_UNPACKED)}"
_LONG_NAMES: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME)
_SKIPPED: Final = (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK)
_NO_FILES: Final = {
    tarfile.SYMTYPE: LINK,
    tarfile.LNKTYPE: LINK,
    tarfile.CHRTYPE: "it is a device, not a file",
    tarfile.BLKTYPE: "it is a device, not a file",
    tarfile.FIFOTYPE: "it is a pipe, not a file",
}


def list_archive(name: str, open_archive: Opener) -> Listing:
    """List the files of a student's archive; archives in it are not opened.

    Raises
    ------
    Refused
        If it is not an archive that can be read.
    """
    with readable(), open_archive() as file:
        start = file.read(512)
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise Refused(f"it is a {kind} archive; hand in a .zip")
    is_old_tar = ".tar" in name.lower() and not start.startswith(b"PK")
    if start[257:262] == b"ustar" or start.startswith(tuple(_MAGIC)) or is_old_tar:
        with open_archive() as file:
            listing = _list_tar(file)
    else:
        listing = Listing()
        members = zip_members(open_archive, limits.MEMBERS, limits.DIRECTORY, listing)
        add_members(listing, open_archive, members)
    for path, held in list(listing.files.items()):
        if held.is_archive:
            listing.refuse(path, "it is an archive inside an archive, and those are not opened")
            del listing.files[path]
    if listing.refused and not listing.files and listing.refused[0].path == "the archive":
        raise Refused(listing.refused[0].reason.partition(";")[0])
    return listing


@dataclass(frozen=True)
class Member:
    """A file in a zip, as the zip's directory describes it; `flaw` says why it is not read."""

    path: str
    info: zipfile.ZipInfo
    flaw: str = ""


def zip_members(
    open_archive: Opener, most: int, directory: int, listing: Listing
) -> tuple[Member, ...]:
    """Return the members that have a place, in the directory's order.

    Parameters
    ----------
    open_archive : callable
        Opens the archive.
    most, directory : int
        The largest number of members, and of bytes of the directory, that is looked at.
    listing : Listing
        Gets the refusals of members that have no place.
    """
    with readable(), open_archive() as file:
        try:
            # ZipFile reads a directory in one piece, however long it says it is.
            guarded = cast("BinaryIO", _Guarded(file, directory))
            with zipfile.ZipFile(guarded) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise Refused(str(error) or "it is damaged") from None
    if len(infos) > most:
        listing.refuse("the archive", f"it has more than {most:,} files; those were looked at")
        infos = infos[:most]
    members = []
    for info in infos:
        path = listing.placed(info.orig_filename.replace("\\", "/"))
        if path is not None and not info.is_dir():
            members.append(_member(info, path))
    return _without_overlaps(members)


def add_members(listing: Listing, open_archive: Opener, members: Iterable[Member]) -> None:
    """Add members of a zip to a listing; those that are not read, to its refusals."""
    for member in members:
        if member.flaw:
            listing.refuse(member.path, member.flaw)
        else:
            listing.add(member_file(open_archive, member))


def member_file(open_archive: Opener, member: Member) -> File:
    """Return a member as a file that is unpacked when it is read."""
    return File(member.path, lambda limit: _unpacked(open_archive, member, limit))


class _Guarded:
    """A file that refuses to read more than `most` bytes at once."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        data = b"" if size > self._most else self._file.read(self._most + 1 if size < 0 else size)
        if max(size, len(data)) > self._most:
            raise Refused(f"its list of files is larger than {limits.megabytes(self._most)}")
        return data


def _member(info: zipfile.ZipInfo, path: str) -> Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    flaw = ""
    if kind == stat.S_IFLNK:
        flaw = LINK
    elif kind not in (0, stat.S_IFREG):
        flaw = "it is a pipe, a device or a folder, not a file"
    elif info.flag_bits & _ENCRYPTED:
        flaw = "it is encrypted; hand it in without a password"
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        flaw = "it is packed in an unusual way; make the archive with your system's own program"
    return Member(path, info, flaw)


def _without_overlaps(members: Sequence[Member]) -> tuple[Member, ...]:
    """Mark the members that share bytes: they make a megabyte unpack to terabytes."""
    shared: set[int] = set()
    end, owner = -1, -1
    for index, member in sorted(enumerate(members), key=lambda pair: pair[1].info.header_offset):
        info = member.info
        if info.header_offset < end:
            shared |= {owner, index}
        its_end = info.header_offset + _HEADER.size + len(_encoded(info)) + info.compress_size
        if its_end > end:
            end, owner = its_end, index
    flaw = "its bytes belong to another file too: no ordinary program makes such an archive"
    return tuple(
        replace(member, flaw=member.flaw or flaw) if index in shared else member
        for index, member in enumerate(members)
    )


def _unpacked(open_archive: Opener, member: Member, limit: int) -> bytes:
    if member.flaw:
        raise Refused(member.flaw)
    info = member.info
    if info.file_size > limit:
        raise Refused(f"it is larger than {limits.megabytes(limit)}")
    if info.file_size > max(_SMALL_MEMBER, limits.RATIO * info.compress_size):
        raise Refused(f"it unpacks to more than {limits.RATIO} times its size")
    if info.compress_size > info.file_size + info.file_size // 100 + 1_000:
        raise Refused("it is damaged: its packed form is larger than the file")
    with readable(), open_archive() as file:
        data = _packed(file, info)
    if info.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = unpacker.decompress(data, info.file_size + 1)
        except zlib.error:
            raise Refused("it is damaged") from None
        if len(data) == info.file_size and not unpacker.eof:
            raise Refused("it is damaged: its end is missing")
    if len(data) != info.file_size:
        raise Refused("it is damaged: it is not as long as the archive says")
    if zlib.crc32(data) != info.CRC:
        raise Refused("it is damaged: its check sum is wrong")
    return bounded(data, limit)


def _packed(file: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    if info.header_offset < 0:
        raise Refused("it is damaged: it begins before the archive does")
    file.seek(info.header_offset)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Refused("it is damaged: it is not where the archive says")
    *_, name_length, extra_length = _HEADER.unpack(header)
    if file.read(name_length) != _encoded(info):
        raise Refused("it is damaged: the archive calls it by two names")
    file.seek(extra_length, 1)
    data = file.read(info.compress_size)
    if len(data) < info.compress_size:
        raise Refused("it is damaged: its end is missing")
    return data


def _encoded(info: zipfile.ZipInfo) -> bytes:
    encoding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
    return info.orig_filename.encode(encoding, "replace")


def _list_tar(file: BinaryIO) -> Listing:
    """List the files of an archive before its first fault, and the fault; read those of use."""
    listing = Listing()
    try:
        _walk(_Stream(file), listing)
    except Refused as fault:
        listing.refuse("the archive", f"{fault}; the files before that were looked at")
    except (zlib.error, lzma.LZMAError, tarfile.HeaderError, EOFError, ValueError):
        listing.refuse("the archive", "it is damaged; the files before that were looked at")
    except OSError as error:  # bz2 raises it for damaged data
        reason = reason_of(error) if error.errno else "it is damaged"
        listing.refuse("the archive", f"{reason}; the files before that were looked at")
    return listing


@dataclass
class _Long:
    """A tar extension header: a long name or size for the entry that follows."""

    name: str | None = None
    size: int | None = None
    is_sparse: bool = False


def _walk(stream: "_Stream", listing: Listing) -> None:
    long = _Long()
    held = 0
    for _ in range(limits.MEMBERS):
        block = stream.take(_BLOCK)
        if not block.strip(b"\0"):
            return
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        size = info.size if long.size is None else long.size
        if size < 0:
            raise Refused("it is damaged")
        if info.type in _LONG_NAMES:
            _lengthen(long, info.type, stream, size)
        elif info.type in _SKIPPED:
            stream.skip_content(size)
        else:
            path = listing.placed(info.name if long.name is None else long.name)
            if long.is_sparse or info.type == tarfile.GNUTYPE_SPARSE:
                raise Refused("it has a sparse file, which only tar itself can read")
            if info.type in _NO_FILES and path is not None:
                listing.refuse(path, _NO_FILES[info.type])
            elif info.type != tarfile.DIRTYPE and info.type not in _NO_FILES:
                held += _take(stream, path, size, listing)
            if held > limits.SOURCES:
                most = limits.megabytes(limits.SOURCES)
                raise Refused(f"its files are larger than {most} together")
            long = _Long()
    raise Refused(f"it has more than {limits.MEMBERS:,} files")


def _take(stream: "_Stream", path: str | None, size: int, listing: Listing) -> int:
    """Read one file or skip it; return how many bytes of it are held in memory."""
    most = 0 if path is None else _of_use(path)
    if path is None or size > most:
        stream.skip_content(size)
        if path is not None and most:
            listing.refuse(path, f"it is larger than {limits.megabytes(most)}")
        elif path is not None:
            listing.add(File(path, _unread))
        return 0
    data = stream.content(size)
    listing.add(File(path, lambda limit: bounded(data, limit)))
    return size


def _of_use(path: str) -> int:
    """Return how many bytes of a file may be of use."""
    lowered = path.lower()
    if lowered.endswith(".py"):
        return limits.MODULE
    if lowered.endswith(".ipynb"):
        return limits.NOTEBOOK
    return 1_000 if lowered.rpartition("/")[2] == TIMESTAMP else 0


def _unread(limit: int) -> bytes:
    raise Refused("it was not read")


def _lengthen(long: _Long, kind: bytes, stream: "_Stream", size: int) -> None:
    """Read an extension header."""
    if size > _LONGEST_HEADER:
        raise Refused("it is damaged: a name in it is longer than names can be")
    data = stream.content(size)
    if kind == tarfile.GNUTYPE_LONGNAME:
        long.name = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        return
    at = 0
    while at < size:
        digits = data[at : at + 8].partition(b" ")[0]
        if not digits.isdigit() or not len(digits) + 2 < int(digits) <= size - at:
            raise Refused("it is damaged")
        length = int(digits)
        key, _, value = data[at + len(digits) + 1 : at + length - 1].partition(b"=")
        at += length
        if key == b"path":
            long.name = value.decode("utf-8", "surrogateescape")
        elif key == b"size":
            if not value.isdigit() or len(value) > 15:
                raise Refused("it is damaged")
            long.size = int(value)
        elif key.startswith(b"GNU.sparse"):
            long.is_sparse = True


class _Gunzip:
    """Zlib's decompressor with the interface of the other two."""

    needs_input = True

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._zlib, name)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        unpacked: bytes = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        self.needs_input = len(unpacked) < max_length
        return unpacked


_MAGIC: Final[dict[bytes, Callable[[], Any]]] = {
    b"\x1f\x8b": _Gunzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY),
}


class _Stream:
    """The bytes of a tar, unpacked when they are needed and counted before and after unpacking."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        start = file.read(6)
        file.seek(0)
        self._new = next((new for magic, new in _MAGIC.items() if start.startswith(magic)), None)
        self._unpacker: Any = self._new() if self._new else None
        self._streams = 1
        self._packed = 0
        self._unpacked = 0
        self._ready = b""

    def take(self, count: int) -> bytes:
        """Return exactly `count` bytes; few, since they are held in memory."""
        return b"".join(self._parts(count))

    def content(self, size: int) -> bytes:
        """Return the content of an entry, and skip the rest of its last block."""
        data = self.take(size)
        self.take(-size % _BLOCK)
        return data

    def skip_content(self, size: int) -> None:
        """Skip the content of an entry."""
        if size > limits.TAR_UNPACKED:
            raise Refused(_TOO_MUCH)
        for _ in self._parts(size + -size % _BLOCK):
            pass

    def _parts(self, count: int) -> Iterator[bytes]:
        while count:
            if not self._ready:
                self._ready = self._next()
                self._unpacked += len(self._ready)
                if self._unpacked > limits.TAR_UNPACKED:
                    raise Refused(_TOO_MUCH)
                if self._unpacked > max(_SMALL_TAR, limits.RATIO * self._packed):
                    raise Refused(f"it unpacks to more than {limits.RATIO} times its size")
            part, self._ready = self._ready[:count], self._ready[count:]
            count -= len(part)
            yield part

    def _next(self) -> bytes:
        if self._new is None:
            return self._raw()
        feed = b""
        while True:
            if self._unpacker.eof:
                feed = self._unpacker.unused_data or self._raw()
                # Parallel packers write several streams, one after the other.
                self._streams += 1
                if self._streams > _MOST_STREAMS:
                    raise Refused(
                        f"it is damaged: it has more than {_MOST_STREAMS:,} packed streams"
                    )
                self._unpacker = self._new()
            elif not feed and self._unpacker.needs_input:
                feed = self._raw()
            unpacked: bytes = self._unpacker.decompress(feed, _CHUNK)
            if unpacked:
                return unpacked
            feed = b""

    def _raw(self) -> bytes:
        data = self._file.read(_CHUNK)
        self._packed += len(data)
        if not data:
            raise Refused("it is damaged: its end is missing")
        if self._packed > limits.TAR_PACKED:
            raise Refused(f"it is larger than {limits.megabytes(limits.TAR_PACKED)}")
        return data
