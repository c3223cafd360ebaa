"""Archives, read by the standard library in a process that has nothing to lose.

The readers may have faults, and a small archive can unpack to a large one: the process that runs
this is confined, and has limits on memory and time. The bounds here serve honest people: each has a
sentence of its own.
"""

import bz2
import encodings.cp437  # noqa: F401 - for names in zips; later nothing can be loaded
import gzip
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final, NamedTuple, Self

__all__ = ["Limits", "Member", "Refused", "Tar", "Zip", "megabytes", "open_archive"]

Limits = Mapping[str, int]

_FOREIGN: Final = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7-Zip"}
_UNPACKERS: Final[dict[bytes, Callable[[Any], Any]]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
}
# By how a name ends, the limit on the size; the last is nbgrader's.
_OF_USE: Final = {".py": "MODULE", ".ipynb": "NOTEBOOK", "timestamp.txt": "MODULE"}
_LINK: Final = "it is a link; hand in the files themselves"

_HEADER: Final = 30  # bytes before the name of a member of a zip
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UTF8: Final = 0x800
_SMALL_MEMBER: Final = 1_000_000
_SHARED: Final = "its bytes belong to another file too: no ordinary program makes such an archive"
_DAMAGED: Final = {
    "Bad CRC": ": it is not as long as the archive says, or its check sum is wrong",
    "File name in": ": the archive calls it by two names",
    "Bad magic": ": it is not where the archive says",
    "Truncated": ": it is not where the archive says",
}

_LARGEST: Final = 2**63 - 1  # that can be sent; in a zip there may be larger ones, which are lies

_SMALL_TAR: Final = 10_000_000
_LONGEST_NAME: Final = 1_000_000
_NAMES: Final = (
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
)
_NO_FILES: Final = {
    tarfile.SYMTYPE: _LINK,
    tarfile.LNKTYPE: _LINK,
    tarfile.CHRTYPE: "it is a device, not a file",
    tarfile.BLKTYPE: "it is a device, not a file",
    tarfile.FIFOTYPE: "it is a pipe, not a file",
}


class Refused(Exception):
    """Something cannot be read; the text is a sentence about "it"."""


class Member(NamedTuple):
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


def open_archive(file: IO[bytes], limits: Limits, *, is_tar: bool = False) -> "Zip | Tar":
    """Open an archive of a kind that its first bytes tell.

    Parameters
    ----------
    file : file
        The archive.
    limits : mapping of str to int
        The bounds of the intake, by name.
    is_tar : bool
        Whether its name is that of a tar: the oldest tars have no mark of their own.

    Raises
    ------
    Refused
        If it is not an archive that can be read.
    """
    start = file.read(512) if file.seek(0) == 0 else b""  # of a tail only a zip can be read
    file.seek(0)
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise Refused(f"it is a {kind} archive; hand in a .zip")
    is_packed = start.startswith(tuple(_UNPACKERS))
    if start[257:262] == b"ustar" or is_packed or (is_tar and not start.startswith(b"PK")):
        return Tar(file, start, limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Refused(str(error) or "it is damaged") from None
    if file.seek(0, 2) - archive.start_dir > limits["DIRECTORY"]:
        raise Refused(f"its list of files is larger than {megabytes(limits['DIRECTORY'])}")
    return Zip(archive, archive.infolist(), limits)


class Zip:
    """A zip, or a member of one; a member is read when it is asked for.

    Attributes
    ----------
    members : sequence of Member
        What is in it.
    fault : str
        Why there may be more in it; empty if that is all.
    """

    def __init__(
        self, archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], limits: Limits
    ) -> None:
        self._archive = archive
        self._infos = infos[: limits["MEMBERS"]]
        self._limits = limits
        self._most = 0  # if it is more than the name tells
        self.fault = ""
        if len(infos) > limits["MEMBERS"]:
            self.fault = f"it has more than {limits['MEMBERS']:,} files; those were looked at"
        self.members = [*_members(self._infos, archive.start_dir)]

    @classmethod
    def of_one(cls, file: IO[bytes], member: Member, limits: Limits) -> Self:
        """Return a member of another zip, of which only that member's own bytes are here."""
        info = zipfile.ZipInfo(member.name)
        info.orig_filename = member.name
        info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size = (
            member.numbers[2:]
        )
        info.header_offset = 0
        # Opened for writing, it looks for no list of files; nothing is written.
        found = cls(zipfile.ZipFile(file, "w"), [info], limits)
        found._most = _most(member.name, limits) or limits["ARCHIVE"]
        return found

    def content(self, number: int) -> bytes:
        """Return the content of a member; raise Refused if it cannot be read, or is too long."""
        info = self._infos[number]
        if self.members[number].flaw:
            raise Refused(self.members[number].flaw)
        most = self._most or _most(info.orig_filename, self._limits)
        if not most:
            raise Refused("it is of no use")
        if info.file_size > most:
            raise Refused(f"it is larger than {megabytes(most)}")
        if info.file_size > max(_SMALL_MEMBER, self._limits["RATIO"] * info.compress_size):
            raise Refused(f"it unpacks to more than {self._limits['RATIO']} times its size")
        try:
            with self._archive.open(info) as file:
                data = file.read(info.file_size + 1)
        except zipfile.BadZipFile as error:
            how = (how for start, how in _DAMAGED.items() if str(error).startswith(start))
            raise Refused("it is damaged" + next(how, "")) from None
        except EOFError:
            raise Refused("it is damaged: its end is missing") from None
        if len(data) != info.file_size:
            raise Refused("it is damaged: it is not as long as the archive says")
        return data


def _members(infos: Sequence[zipfile.ZipInfo], end: int) -> Iterator[Member]:
    """Yield the members of a zip; those that share bytes make a megabyte unpack to terabytes."""
    ends: dict[int, int] = {}
    shared: set[int] = set()
    after = -1
    for index in sorted(range(len(infos)), key=lambda index: -infos[index].header_offset):
        info = infos[index]
        encoded = info.orig_filename.encode(
            "utf-8" if info.flag_bits & _UTF8 else "cp437", "replace"
        )
        if after >= 0 and info.header_offset + _HEADER + len(encoded) + info.compress_size > end:
            shared |= {index, after}
        ends[index], end, after = end, info.header_offset, index
    for index, info in enumerate(infos):
        numbers = (
            *(info.header_offset, ends[index], info.flag_bits, info.compress_type),
            *(info.CRC, info.compress_size, info.file_size),
        )
        flaw = _flaw(info) or (_SHARED if index in shared else "")
        sent = tuple(min(number, _LARGEST) for number in numbers)
        yield Member(info.orig_filename, flaw, sent)


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


class Tar:
    """A tar, read once from front to back; the files before a fault count.

    Attributes
    ----------
    members : sequence of Member
        What is in it.
    fault : str
        Why there may be more in it; empty if that is all.
    """

    def __init__(self, file: IO[bytes], start: bytes, limits: Limits) -> None:
        self._limits = limits
        self._contents: dict[int, bytes] = {}
        self.members: list[Member] = []
        self.fault = ""
        most, ratio = limits["TAR_PACKED"], limits["RATIO"]
        packed = _Bounded(file, lambda: most, f"it is larger than {megabytes(most)}")
        unpack = next((new for magic, new in _UNPACKERS.items() if start.startswith(magic)), None)
        stream = _Bounded(
            unpack(packed) if unpack else packed,
            lambda: max(_SMALL_TAR, ratio * packed.count),
            f"it unpacks to more than {ratio} times its size",
        )
        too_much = f"it unpacks to more than {megabytes(limits['TAR_UNPACKED'])}"
        try:
            self._walk(_Bounded(stream, lambda: limits["TAR_UNPACKED"], too_much), too_much)
        except Refused as fault:
            self.fault = str(fault)
        except (
            *(tarfile.TarError, EOFError, OSError, ValueError, RecursionError),
            *(zlib.error, lzma.LZMAError),
        ):
            self.fault = "it is damaged" + ": its end is missing" * stream.has_ended
            if not stream.count and not stream.is_broken_off:
                self.fault = "it is empty"
        if self.fault:
            self.fault += "; the files before that were looked at"

    def content(self, number: int) -> bytes:
        """Return the content of a member; raise Refused if it was not read."""
        if number not in self._contents:
            raise Refused("it was not read")
        return self._contents[number]

    def _walk(self, stream: Any, too_much: str) -> None:
        limits, held = self._limits, 0
        # As a stream, so that nothing goes back in it: for a negative size tarfile never ended.
        archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)  # noqa: SIM115
        while (info := archive.next()) is not None:
            if len(self.members) == limits["MEMBERS"]:
                raise Refused(f"it has more than {limits['MEMBERS']:,} files")
            if info.issparse():
                raise Refused("it has a sparse file, which only tar itself can read")
            if info.size > limits["TAR_UNPACKED"]:
                raise Refused(too_much)
            flaw = _NO_FILES.get(info.type, "")
            most = 0 if flaw or info.isdir() else _most(info.name, limits)
            if info.size > most > 0:
                flaw = f"it is larger than {megabytes(most)}"
            elif most and (content := archive.extractfile(info)):
                held += info.size
                if held > limits["SOURCES"]:
                    most = limits["SOURCES"]
                    raise Refused(f"its files are larger than {megabytes(most)} together")
                self._contents[len(self.members)] = content.read()
            # Bytes of a name that are not UTF-8 could not be sent.
            name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            name = name[: limits["PATH"] + 1]  # too long, and short enough to be sent
            self.members.append(Member(name + "/" * info.isdir(), flaw))


class _Header(tarfile.TarInfo):
    """A header; tarfile itself takes a damaged one, and a missing one, for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if len(buf) != tarfile.BLOCKSIZE:
            raise EOFError
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if any(buf):
                raise ValueError from None
            raise  # the mark of the end
        if header.size < 0:
            raise ValueError
        if header.type in _NAMES and header.size > _LONGEST_NAME:
            raise Refused("it is damaged: a name in it is longer than names can be")
        return header


class _Bounded:
    """A file that is read from front to back, and refused when that was more than it may."""

    def __init__(self, file: Any, most: Callable[[], int], why: str) -> None:
        self._file, self._most, self._why = file, most, why
        self.count = 0
        self.has_ended = self.is_broken_off = False

    def read(self, size: int) -> bytes:
        try:
            data: bytes = self._file.read1(size)  # of what was broken off, all that there is
        except EOFError:
            data, self.is_broken_off = b"", True
        self.count += len(data)
        self.has_ended = not data
        if self.count > self._most():
            raise Refused(self._why)
        return data

    read1 = read


def _most(name: str, limits: Limits) -> int:
    """Return how many bytes of a file may be of use."""
    lowered = name.lower()
    return next((limits[most] for end, most in _OF_USE.items() if lowered.endswith(end)), 0)


def megabytes(count: int) -> str:
    """Return a limit as sentences name it."""
    return f"{count // 1_000_000} MB"
