"""Tar archives, packed or not: read once from front to back, within bounds.

The headers are tarfile's to read, block by block. Its walk through an archive is not used: in
some of the Pythons in use it loops for ever on a negative size (CVE-2025-8194), takes quadratic
time for a long header (CVE-2024-6232), or reads a header as long as it says it is.
"""

import bz2
import lzma
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from autograder.grading.intake import limits
from autograder.grading.intake.files import File, Listing, bounded, reason_of
from autograder.grading.intake.refusal import Refused

__all__ = ["MAGIC", "list_tar"]

_BLOCK: Final = tarfile.BLOCKSIZE
_CHUNK: Final = 64 * 1024
_LONGEST_HEADER: Final = 64 * 1024
_MOST_STREAMS: Final = 1_000
_LZMA_MEMORY: Final = 80 * 2**20  # `xz -9` needs 65 MB
_SMALL: Final = 10_000_000
_LONG_NAMES: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME)
_PASSED_OVER: Final = (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK)
_NO_FILES: Final = {
    tarfile.SYMTYPE: "it is a link; hand in the files themselves",
    tarfile.LNKTYPE: "it is a link; hand in the files themselves",
    tarfile.CHRTYPE: "it is a device, and no file",
    tarfile.BLKTYPE: "it is a device, and no file",
    tarfile.FIFOTYPE: "it is a pipe, and no file",
}


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _Gunzip:
    """Zlib's decompressor with the manners of the other two."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._is_full

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        self._is_full = len(unpacked) >= max_length
        return unpacked


MAGIC: Final[dict[bytes, Callable[[], _Unpacker]]] = {
    b"\x1f\x8b": _Gunzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY),
}


def list_tar(file: BinaryIO, wanted: Callable[[str], int]) -> Listing:
    """List the files of an archive; those that are wanted are read at once.

    Parameters
    ----------
    file : binary file
        The archive, at its beginning.
    wanted : callable
        Given a path, returns how many bytes of that file may be of use.

    Returns
    -------
    Listing
        What stands before the first fault is in it, and the fault.
    """
    listing = Listing()
    try:
        _walk(_Stream(file), wanted, listing)
    except Refused as fault:
        listing.refuse("the archive", f"{fault}; what stands before that was looked at")
    except (zlib.error, lzma.LZMAError, tarfile.HeaderError, EOFError, ValueError):
        listing.refuse("the archive", "it is damaged; what stands before that was looked at")
    except OSError as error:  # bz2 says so that its data is no good
        reason = reason_of(error) if error.errno else "it is damaged"
        listing.refuse("the archive", f"{reason}; what stands before that was looked at")
    return listing


@dataclass
class _Long:
    """What a header before a header says: a name and a size too long for it."""

    name: str | None = None
    size: int | None = None
    is_sparse: bool = False


def _walk(stream: "_Stream", wanted: Callable[[str], int], listing: Listing) -> None:
    long = _Long()
    kept = 0
    for _ in range(limits.MEMBERS):
        block = stream.take(_BLOCK)
        if not block.strip(b"\0"):
            return
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        size = info.size if long.size is None else long.size
        if size < 0:
            raise Refused("it is damaged")
        if info.type in _LONG_NAMES:
            long = _long(info.type, stream, size, long)
        elif info.type in _PASSED_OVER:
            stream.skip(_padded(size))
        else:
            path = listing.placed(info.name if long.name is None else long.name)
            if long.is_sparse or info.type == tarfile.GNUTYPE_SPARSE:
                raise Refused("it has a file with holes, which only tar itself can read")
            if info.type in _NO_FILES and path is not None:
                listing.refuse(path, _NO_FILES[info.type])
            elif info.type != tarfile.DIRTYPE and info.type not in _NO_FILES:
                kept += _take(stream, path, size, wanted, listing)
            if kept > limits.SOURCES:
                most = limits.megabytes(limits.SOURCES)
                raise Refused(f"its files are larger than {most} together")
            long = _Long()
    raise Refused(f"it has more than {limits.MEMBERS:,} files")


def _take(
    stream: "_Stream", path: str | None, size: int, wanted: Callable[[str], int], listing: Listing
) -> int:
    """Read one file or pass over it; return how much of it is kept."""
    most = 0 if path is None else wanted(path)
    if path is None or size > most:
        stream.skip(_padded(size))
        if path is not None and most:
            listing.refuse(path, f"it is larger than {limits.megabytes(most)}")
        elif path is not None:
            listing.add(File(path, _unread))
        return 0
    data = stream.take(size)
    listing.add(File(path, lambda limit: bounded(data, limit)))
    stream.skip(_padded(size) - size)
    return size


def _unread(limit: int) -> bytes:
    raise Refused("it was not read")


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _long(kind: bytes, stream: "_Stream", size: int, long: _Long) -> _Long:
    if size > _LONGEST_HEADER:
        raise Refused("it is damaged: a name in it is longer than names can be")
    data = stream.take(size)
    stream.skip(_padded(size) - size)
    if kind == tarfile.GNUTYPE_LONGNAME:
        long.name = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        return long
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
    return long


class _Stream:
    """The bytes of a tar, unpacked as they are asked for and counted on both sides."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        start = file.read(6)
        file.seek(0)
        self._new = next((new for magic, new in MAGIC.items() if start.startswith(magic)), None)
        self._unpacker = self._new() if self._new else None
        self._streams = 1
        self._packed = 0
        self._unpacked = 0
        self._ready = b""

    def take(self, count: int) -> bytes:
        """Return exactly so many bytes; few, since they are held in memory."""
        parts = []
        while count:
            part = self._some(count)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Pass over bytes."""
        if count > limits.TAR_UNPACKED:
            raise Refused(self._too_much())
        while count:
            count -= len(self._some(count))

    def _some(self, most: int) -> bytes:
        if not self._ready:
            self._ready = self._next()
            self._unpacked += len(self._ready)
            if self._unpacked > limits.TAR_UNPACKED:
                raise Refused(self._too_much())
            if self._unpacked > max(_SMALL, limits.RATIO * self._packed):
                raise Refused(f"it unpacks to more than {limits.RATIO} times its size")
        part, self._ready = self._ready[:most], self._ready[most:]
        return part

    def _next(self) -> bytes:
        if self._unpacker is None:
            return self._raw()
        feed = b""
        while True:
            if self._unpacker.eof:
                feed = self._unpacker.unused_data or self._raw()
                self._unpacker = self._another()
            elif not feed and self._unpacker.needs_input:
                feed = self._raw()
            unpacked = self._unpacker.decompress(feed, _CHUNK)
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

    def _another(self) -> _Unpacker:
        # Parallel packers write several streams, one after the other.
        self._streams += 1
        if self._streams > _MOST_STREAMS or self._new is None:
            raise Refused("it is damaged: it begins again and again")
        return self._new()

    def _too_much(self) -> str:
        return f"it unpacks to more than {limits.megabytes(limits.TAR_UNPACKED)}"
