"""Zip archives: their members are read one by one, into memory, and only as far as asked."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from autograder.grading.intake import limits
from autograder.grading.intake.files import File, Listing, Opener, bounded, reason_of
from autograder.grading.intake.refusal import Refused

__all__ = ["Member", "list_zip", "member_file", "zip_members"]

_HEADER: Final = struct.Struct("<4s5H3I2H")
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_SMALL: Final = 1_000_000


@dataclass(frozen=True)
class Member:
    """What a zip's directory claims about one file; `flaw` says why it is not to be read."""

    path: str
    raw: str
    offset: int
    packed: int
    size: int
    crc: int
    flags: int
    method: int
    flaw: str = ""


def list_zip(open_archive: Opener) -> Listing:
    """List the files of a student's archive.

    Raises
    ------
    Refused
        If it is no zip archive, or too much of one.
    """
    listing = Listing()
    for member in zip_members(open_archive, limits.MEMBERS, limits.DIRECTORY, listing):
        if member.flaw:
            listing.refuse(member.path, member.flaw)
        else:
            listing.add(member_file(open_archive, member))
    return listing


def zip_members(
    open_archive: Opener, most: int, directory: int, listing: Listing
) -> tuple[Member, ...]:
    """Return the members that have a place, in the directory's order.

    Parameters
    ----------
    open_archive : callable
        Opens the archive.
    most, directory : int
        How many members, and how many bytes of directory, are looked at.
    listing : Listing
        Told about the members that have none.
    """
    with open_archive() as file:
        try:
            # ZipFile reads a directory in one piece, however long it says it is.
            guarded = cast("BinaryIO", _Guarded(file, directory))
            with zipfile.ZipFile(guarded) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise Refused(str(error) or "it is damaged") from None
        except OSError as error:
            raise Refused(reason_of(error)) from None
    if len(infos) > most:
        listing.refuse("the archive", f"it has more than {most:,} files; those were looked at")
        infos = infos[:most]
    members = []
    for info in infos:
        raw = info.orig_filename
        path = listing.placed(raw.replace("\\", "/"))
        if path is not None and not info.is_dir():
            members.append(_member(info, path, raw))
    return _without_overlaps(members)


def member_file(open_archive: Opener, member: Member, path: str = "") -> File:
    """Return a member as a file that is unpacked when it is read."""
    return File(path or member.path, lambda limit: _unpacked(open_archive, member, limit))


class _Guarded:
    """A file of which no more than so much is read at once."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise Refused(f"its list of files is larger than {limits.megabytes(self._most)}")
        data = self._file.read(self._most + 1 if size < 0 else size)
        if len(data) > self._most:
            raise Refused(f"its list of files is larger than {limits.megabytes(self._most)}")
        return data


def _member(info: zipfile.ZipInfo, path: str, raw: str) -> Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    flaw = ""
    if kind == stat.S_IFLNK:
        flaw = "it is a link; hand in the files themselves"
    elif kind not in (0, stat.S_IFREG):
        flaw = "it is a pipe, a device or a folder, and no file"
    elif info.flag_bits & _ENCRYPTED:
        flaw = "it is encrypted; hand it in without a password"
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        flaw = "it is packed in an unusual way; make the archive with your system's own program"
    return Member(
        path,
        raw,
        info.header_offset,
        info.compress_size,
        info.file_size,
        info.CRC,
        info.flag_bits,
        info.compress_type,
        flaw,
    )


def _without_overlaps(members: Sequence[Member]) -> tuple[Member, ...]:
    """Mark the members that share bytes: an archive of a megabyte can claim terabytes so."""
    order = sorted(range(len(members)), key=lambda index: members[index].offset)
    shared: set[int] = set()
    end, owner = -1, -1
    for index in order:
        member = members[index]
        if member.offset < end:
            shared |= {owner, index}
        its_end = member.offset + _HEADER.size + len(_encoded(member)) + member.packed
        if its_end > end:
            end, owner = its_end, index
    flaw = "its bytes are those of another file too: no ordinary program makes such an archive"
    return tuple(
        replace(member, flaw=member.flaw or flaw) if index in shared else member
        for index, member in enumerate(members)
    )


def _unpacked(open_archive: Opener, member: Member, limit: int) -> bytes:
    if member.flaw:
        raise Refused(member.flaw)
    if member.size > limit:
        raise Refused(f"it is larger than {limits.megabytes(limit)}")
    if member.size > max(_SMALL, limits.RATIO * member.packed):
        raise Refused(f"it unpacks to more than {limits.RATIO} times its size")
    if member.packed > member.size + member.size // 100 + 1_000:
        raise Refused("it is damaged: its packed form is larger than the file")
    try:
        with open_archive() as file:
            data = _packed(file, member)
    except OSError as error:
        raise Refused(reason_of(error)) from None
    if member.method == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = unpacker.decompress(data, member.size + 1)
        except zlib.error:
            raise Refused("it is damaged") from None
        if len(data) == member.size and not unpacker.eof:
            raise Refused("it is damaged: its end is missing")
    if len(data) != member.size:
        raise Refused("it is damaged: it is not as long as the archive says")
    if zlib.crc32(data) != member.crc:
        raise Refused("it is damaged: its check sum is wrong")
    return bounded(data, limit)


def _packed(file: BinaryIO, member: Member) -> bytes:
    if member.offset < 0:
        raise Refused("it is damaged: it begins before the archive does")
    file.seek(member.offset)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Refused("it is damaged: it is not where the archive says")
    *_, name_length, extra_length = _HEADER.unpack(header)
    if file.read(name_length) != _encoded(member):
        raise Refused("it is damaged: the archive calls it by two names")
    file.seek(extra_length, 1)
    data = file.read(member.packed)
    if len(data) < member.packed:
        raise Refused("it is damaged: its end is missing")
    return data


def _encoded(member: Member) -> bytes:
    encoding = "utf-8" if member.flags & _UTF8 else "cp437"
    return member.raw.encode(encoding, "replace")
