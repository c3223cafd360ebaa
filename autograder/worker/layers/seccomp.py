"""A filter on system calls, which lists what is allowed; seccomp(2).

The list was learned from honest sessions: every solution, alternative and picture, and the things
that students do besides, with numpy 1.26 and the newest, OpenBLAS in one thread and in four, and
the frameworks of e19. `_LEARNED` is what was seen, and `_MARGIN` what was not, each with the
reason why it is there. The rest of the kernel's calls, and all that it will ever have, are refused.

A refused call fails with EPERM, which Python raises as PermissionError. One that the C library
replaces by an older call, or that is newer than this table, fails with ENOSYS, as on a kernel that
does not have it.
"""

import ctypes
import errno
import functools
import os
import struct
from collections.abc import Mapping, Sequence
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["NAMED", "allowed", "confine", "missing", "prepare", "program", "replaced"]

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_Numbers = tuple[int | None, int | None]  # on x86-64 and on arm64, which lacks the oldest calls

_LEARNED: Final[Mapping[str, Mapping[str, _Numbers]]] = {
    "read, write and look at what is open": {
        "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62),
        "pread64": (17, 67), "pwrite64": (18, 68), "fsync": (74, 82), "fdatasync": (75, 83),
        "ftruncate": (77, 46), "getdents64": (217, 61), "sendfile": (40, 71),
    },
    "find files, and change those of the private folder: Landlock says which": {
        "newfstatat": (262, 79), "access": (21, None), "readlink": (89, None), "getcwd": (79, 17),
        "chdir": (80, 49), "rename": (82, None), "mkdir": (83, None), "rmdir": (84, None),
        "unlink": (87, None), "mkdirat": (258, 34), "unlinkat": (263, 35), "renameat": (264, 38),
        "readlinkat": (267, 78), "faccessat": (269, 48), "statfs": (137, 43),
    },
    "memory": {
        "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216), "msync": (26, 227),
    },
    "threads": {
        "set_robust_list": (273, 99), "rseq": (334, 293), "exit": (60, 93),
        "exit_group": (231, 94), "gettid": (186, 178), "sched_yield": (24, 124),
    },
    "time, and signals from the process to itself": {
        "times": (100, 153),
        "getrusage": (98, 165), "alarm": (37, None), "setitimer": (38, 103),
        "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
        "sigaltstack": (131, 132),
    },
    "waiting": {"pselect6": (270, 72)},
    "what the process is, and the machine": {
        "getpid": (39, 172), "getppid": (110, 173), "getuid": (102, 174), "getgid": (104, 176),
        "geteuid": (107, 175), "getegid": (108, 177), "uname": (63, 160), "sysinfo": (99, 179),
        "getrandom": (318, 278),
    },
}  # fmt: skip

# Not seen in a session here, and allowed: by each, the reason.
_MARGIN: Final[Mapping[str, tuple[_Numbers, str]]] = {
    "stat": ((4, None), "musl, and glibc before 2.33, use it for stat"),
    "lstat": ((6, None), "musl, and glibc before 2.33, use it for lstat"),
    "readv": ((19, 65), "musl reads files with it"),
    "writev": ((20, 66), "musl writes files with it"),
    "fstatfs": ((138, 44), "statfs of a file that is open, as os.fstatvfs asks"),
    "fchdir": ((81, 50), "chdir to a folder that is open"),
    "umask": ((95, 166), "the mode of files that the process makes, in its own folder"),
    "dup": ((32, 23), "os.dup on some systems; descriptors that it has already"),
    "dup2": ((33, None), "os.dup2, by which programs redirect their own output"),
    "dup3": ((292, 24), "dup2 on arm64"),
    "copy_file_range": (
        (326, 285),
        "pathlib copies files with it in Python 3.14; sendfile, by a newer name",
    ),
    "poll": ((7, None), "waiting for what is open already"),
    "ppoll": ((271, 73), "poll on arm64"),
    "select": ((23, None), "musl's select; pselect6 without a mask"),
    "nanosleep": ((35, 101), "musl sleeps with it"),
    "getitimer": ((36, 102), "what setitimer has set"),
    "gettimeofday": ((96, 169), "a clock, where the kernel gives none to read without a call"),
    "time": ((201, None), "a clock, where the kernel gives none to read without a call"),
    "getcpu": ((309, 168), "libraries that keep memory by processor ask it"),
    "restart_syscall": ((219, 128), "the kernel itself, after a sleep was interrupted"),
    "getpgrp": ((111, None), "os.getpgrp, which cannot fail and so would answer -1"),
    "getgroups": ((115, 158), "what the process is"),
    "getresuid": ((118, 148), "what the process is"),
    "getresgid": ((120, 150), "what the process is"),
    "rt_sigpending": ((127, 136), "signals that wait for the process itself"),
    "rt_sigtimedwait": ((128, 137), "signals that wait for the process itself"),
    "fadvise64": ((221, 223), "how a file that is open will be read: tells the kernel, no more"),
    "capget": ((125, 90), "the doctor asks that the process has no capability"),
}

# A call that is allowed if all tests of one of its rows hold. A test: an argument's position,
# what is asked of its lower 32 bits (all that the kernel looks at; of all 64 for "at most"), and
# the operand; for "is" there may be more than one.
_Test = tuple[int, str, *tuple[int, ...]]
_Rows = tuple[tuple[_Test, ...], ...]

_PROT_WRITE, _PROT_EXEC, _MAP_ANONYMOUS = 2, 4, 0x20
_O_WRONLY, _O_RDWR, _O_TRUNC, _O_ASYNC = 1, 2, 0o1000, 0o20000
_F_SETFL, _F_SETPIPE_SZ = 4, 1031
_LARGEST_PIPE: Final = 1 << 16  # as large as a pipe is from the start
_ITSELF: Final = -1  # stands for the number of the process
_OWN: Final = (0, _ITSELF)
_LAST_CLOCK: Final = 11  # CLOCK_TAI; above it are the clocks of single processes
# What pthread_create of glibc passes, and of musl: memory, files and signals are shared.
_THREADS: Final = (0x003D0F00, 0x007D0F00)


def _opening(flags: int) -> _Rows:
    # Landlock asks for the right to write where a file is opened for writing. O_TRUNC alone would
    # empty a file that can be read, and the fourth mode asks for no right at all.
    return (
        ((flags, "lacks", _O_WRONLY | _O_RDWR | _O_TRUNC),),
        ((flags, "has", _O_WRONLY), (flags, "lacks", _O_RDWR)),
        ((flags, "has", _O_RDWR), (flags, "lacks", _O_WRONLY)),
    )


_BY_ARGUMENTS: Final[Mapping[str, tuple[_Numbers, _Rows]]] = {
    # Files are mapped executable by the loader of libraries; no memory that can be written is.
    "mmap": (
        (9, 222),
        (
            ((2, "lacks", _PROT_EXEC),),
            ((2, "lacks", _PROT_WRITE), (3, "lacks", _MAP_ANONYMOUS)),
        ),
    ),
    "mprotect": ((10, 226), (((2, "lacks", _PROT_EXEC),),)),
    "open": ((2, None), _opening(1)),  # musl's, and TensorFlow's own
    "openat": ((257, 56), _opening(2)),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ: the process's own
    # descriptors. No owner, no signal, no lease, no note of changes, and no lock, which others
    # that have the same file would meet.
    "fcntl": (
        (72, 25),
        (
            ((1, "is", 0, 1, 2, 3, 1030, 1032),),
            ((1, "is", _F_SETFL), (2, "lacks", _O_ASYNC)),
            ((1, "is", _F_SETPIPE_SZ), (2, "at most", _LARGEST_PIPE)),
        ),
    ),
    # TCGETS, TCGETS2: is it a terminal? TIOCGWINSZ: its size. FIONBIO: waiting or not. FIONCLEX,
    # FIOCLEX: closed on exec. FICLONE: Python 3.14's pathlib asks it before it copies a file, and
    # expects no EPERM.
    "ioctl": (
        (16, 29),
        (((1, "is", 0x5401, 0x802C542A, 0x5413, 0x5421, 0x5450, 0x5451, 0x40049409),),),
    ),
    # PR_SET_NAME, PR_GET_NAME: of a thread. PR_GET_NO_NEW_PRIVS: the doctor. PR_SET_VMA: the C
    # library gives its memory a name.
    "prctl": ((157, 167), (((0, "is", 15, 16, 39, 0x53564D41),),)),
    # Needed now, soon, or never again; large pages; left out of a dump. Not to be merged with
    # the same page of another process, which tells by its time whether there is one.
    "madvise": ((28, 233), (((2, "is", 0, 1, 2, 3, 4, 8, 14, 15, 16, 17),),)),
    # OpenBLAS, of the memory of its threads: MPOL_PREFERRED, and nothing is moved.
    "mbind": ((237, 235), (((2, "is", 1), (5, "is", 0)),)),
    "clone": ((56, 220), (((0, "is", *_THREADS),),)),
    # Within the process: wait, wake, requeue, in all their forms but those that hand on priority.
    # Beyond it no more than to wait, as pthread_join does: a wake would reach whoever waits at the
    # same place of a file that both have mapped.
    "futex": (
        (202, 98),
        (((1, "is", 0x80, 0x81, 0x83, 0x84, 0x85, 0x89, 0x189, 0x8A, 0x00, 0x09, 0x109),),),
    ),
    # abort() and raise().
    "kill": ((62, 129), (((0, "is", _ITSELF),),)),
    "tgkill": ((234, 131), (((0, "is", _ITSELF),),)),
    "prlimit64": ((302, 261), (((0, "is", 0),),)),
    # Questions about the process itself, and not whether others are there.
    "getpgid": ((121, 155), (((0, "is", *_OWN),),)),
    "getsid": ((124, 156), (((0, "is", *_OWN),),)),
    "getpriority": ((140, 141), (((0, "is", 0), (1, "is", 0)),)),
    "sched_getaffinity": ((204, 123), (((0, "is", *_OWN),),)),
    "sched_getparam": ((143, 121), (((0, "is", *_OWN),),)),
    "sched_getscheduler": ((145, 120), (((0, "is", *_OWN),),)),
    "clock_gettime": ((228, 113), (((0, "at most", _LAST_CLOCK),),)),
    "clock_getres": ((229, 114), (((0, "at most", _LAST_CLOCK),),)),
    "clock_nanosleep": ((230, 115), (((0, "at most", _LAST_CLOCK),),)),
    # Whether the processor's matrix unit may be used, asked and demanded: frameworks and BLAS.
    "arch_prctl": ((158, None), (((0, "is", 0x1021, 0x1022, 0x1023),),)),
}

# A framework compiles its innermost loops while it runs, and asks by number how each of its threads
# is scheduled. Without any row a call is allowed whatever its arguments are.
_FOR_FRAMEWORKS: Final = ("mmap", "mprotect", "sched_getparam", "sched_getscheduler")

# The C library has an older call for these, and takes it where it is told ENOSYS. The flags of
# clone3 and openat2 are behind a pointer, where no filter can look.
_REPLACED: Final[Mapping[str, _Numbers]] = {
    "renameat2": (316, 276), "preadv2": (327, 286), "pwritev2": (328, 287), "statx": (332, 291),
    "clone3": (435, 435), "close_range": (436, 436), "openat2": (437, 437),
    "faccessat2": (439, 439), "epoll_pwait2": (441, 441), "futex_waitv": (449, 449),
    "fchmodat2": (452, 452), "futex_wake": (454, 454), "futex_wait": (455, 455),
    "futex_requeue": (456, 456), "mseal": (462, 462),
}  # fmt: skip

# All numbers that name a call, allowed or not, up to Linux 6.17: the first and the last of each
# run. Later ones are in no table.
NAMED: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "x86_64": ((0, 335), (424, 469)),
    "aarch64": ((0, 243), (260, 294), (424, 469)),
}

_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_AT_LEAST, _JUMP_SET = 0x20, 0x15, 0x25, 0x35, 0x45
_RETURN = 0x06
# The jump that decides a test, and whether its condition must hold.
_JUMPS: Final = {
    "is": (_JUMP_EQUAL, True),
    "has": (_JUMP_SET, True),
    "lacks": (_JUMP_SET, False),
    "at most": (_JUMP_ABOVE, False),
}
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_REFUSED, _UNKNOWN = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
_AT_NUMBER, _AT_ARCHITECTURE, _AT_ARGUMENTS = 0, 4, 16
_X32_BIT = 0x40000000


def missing() -> str:
    """Return why the layer is absent, or nothing."""
    if kernel.MACHINE not in _ARCHITECTURES:
        return f"no filter of system calls is written for {kernel.MACHINE or 'this system'}"
    try:
        # Where a filter could be had, the kernel looks for this one at address 0.
        kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, 0)
    except OSError as error:
        if error.errno != errno.EFAULT:
            return kernel.refused("prctl(PR_SET_SECCOMP)", error)
    return ""


def prepare(*, for_frameworks: bool = False) -> None:
    """Make the filter of process 1, the one that a session in a pid namespace needs.

    Children of the calling process find it ready.
    """
    program(kernel.MACHINE, 1, for_frameworks=for_frameworks)


def confine(*, for_frameworks: bool = False) -> None:
    """Refuse the calling process, and all its later threads, every call that is not allowed here.

    Parameters
    ----------
    for_frameworks : bool
        Whether memory may be written and executed, as frameworks need it.

    Raises
    ------
    OSError
        If the kernel does not take the filter.
    """
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    code = program(kernel.MACHINE, os.getpid(), for_frameworks=for_frameworks)
    buffer = ctypes.create_string_buffer(code, len(code))
    # The number of instructions and their address, laid out as the compiler of the kernel does.
    head = ctypes.create_string_buffer(struct.pack("HP", len(code) // 8, ctypes.addressof(buffer)))
    kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(head))


def allowed(machine: str) -> dict[str, int]:
    """Return the number of each call that is allowed, some by their arguments alone."""
    tables = (_BY_ARGUMENTS, _MARGIN)
    explained = {name: row[0] for table in tables for name, row in table.items()}
    learned = {name: pair for group in _LEARNED.values() for name, pair in group.items()}
    return _column(machine, explained | learned)


def replaced(machine: str) -> dict[str, int]:
    """Return the number of each call that the C library replaces by an older one."""
    return _column(machine, _REPLACED)


def _column(machine: str, table: Mapping[str, _Numbers]) -> dict[str, int]:
    column = list(_ARCHITECTURES).index(machine)
    return {name: number for name, pair in table.items() if (number := pair[column]) is not None}


@functools.cache
def program(machine: str, process: int, *, for_frameworks: bool = False) -> bytes:
    """Return the filter for one process as instructions of the classic packet filter."""
    code = [
        _step(_LOAD, _AT_ARCHITECTURE),
        # Another architecture has other numbers: there the same number means another call.
        _step(_JUMP_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _AT_NUMBER),
    ]
    if machine == "x86_64":
        code += [_step(_JUMP_AT_LEAST, _X32_BIT, 0, 1), _step(_RETURN, _KILL)]
    rows_of = {name: rows for name, (_, rows) in _BY_ARGUMENTS.items()}
    rows_of |= dict.fromkeys(_FOR_FRAMEWORKS if for_frameworks else (), ())
    without_questions = []
    for name, number in allowed(machine).items():
        if rows := rows_of.get(name):
            body = _decided(rows, process)
            code += [_step(_JUMP_EQUAL, number, 0, len(body)), *body]
        else:
            without_questions.append(number)
    # The rest ends with the verdicts, and all its steps jump to one of them: so it is short, for
    # the kernel translates it for every session. It is built from its end, as jumps go forward.
    verdicts = (_UNKNOWN, _REFUSED, _ALLOW)
    rest = [_step(_RETURN, verdict) for verdict in verdicts]

    def away(verdict: int) -> int:
        return len(rest) - len(verdicts) + verdicts.index(verdict)

    for first, last in reversed(NAMED[machine]):
        between = _step(_JUMP_ABOVE, last, 0, away(_REFUSED))
        rest = [_step(_JUMP_AT_LEAST, first, 0, 1), between, *rest]
    for number in replaced(machine).values():
        rest = [_step(_JUMP_EQUAL, number, away(_UNKNOWN)), *rest]
    for number in without_questions:
        rest = [_step(_JUMP_EQUAL, number, away(_ALLOW)), *rest]
    return b"".join([*code, *rest])


def _decided(rows: _Rows, process: int) -> list[bytes]:
    """Return the steps that allow a call if all tests of one row hold, and else refuse it."""
    steps = [step for row in rows for step in _row(row, process)]
    return [*steps, _step(_RETURN, _REFUSED)]


def _row(row: tuple[_Test, ...], process: int) -> list[bytes]:
    """Return the steps that allow a call if all tests hold; the one that fails skips the rest."""
    steps = [_step(_RETURN, _ALLOW)]
    for argument, asked, *operands in reversed(row):
        at = _AT_ARGUMENTS + 8 * argument
        values = [process if operand == _ITSELF else operand for operand in operands]
        steps = [*_test(at, asked, values, len(steps)), *steps]
        if asked == "at most":
            steps = [*_test(at + 4, "is", [0], len(steps)), *steps]
    return steps


def _test(at: int, asked: str, operands: Sequence[int], away: int) -> list[bytes]:
    """Return the steps of one test, of which the last goes on or leaves the row."""
    jump, holds = _JUMPS[asked]
    *others, last = operands
    ends = [_step(jump, last, *((0, away) if holds else (away, 0)))]
    for operand in reversed(others):
        ends = [_step(jump, operand, len(ends)), *ends]
    return [_step(_LOAD, at), *ends]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
