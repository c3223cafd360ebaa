"""A filter on system calls: no new process, no socket, no signal to others; seccomp(2).

It also refuses calls that Landlock does not look at: those that change the mode, the owner, the
times and the attributes of a file of the account that grades.

The filter lists the calls that it refuses, not those that it allows: NumPy, the interpreter and
the C library need different calls in different versions, while the ways out of a process are few
and known. A refused call fails with EPERM, which Python raises as PermissionError.
"""

import ctypes
import errno
import functools
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["confine", "missing", "prepare", "program"]

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_PR_GET_SECCOMP = 21
_SECCOMP_MODE_FILTER = 2

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000


@dataclass(frozen=True)
class _Machine:
    architecture: int
    numbers: Mapping[str, int]


# Numbers from 424 on are the same on every architecture.
_EVERYWHERE: Final = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430,
    "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434, "clone3": 435,
    "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
    "process_mrelease": 448, "memfd_secret": 447, "quotactl_fd": 443,
    "set_mempolicy_home_node": 450, "cachestat": 451, "fchmodat2": 452, "statmount": 457,
    "listmount": 458, "setxattrat": 463, "removexattrat": 466, "open_tree_attr": 467,
    "file_setattr": 469,
}  # fmt: skip

_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50,
            "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62,
            "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "msgget": 68,
            "ptrace": 101, "setpgid": 109, "setsid": 112, "personality": 135, "pivot_root": 155,
            "chroot": 161, "acct": 163, "mount": 165, "umount2": 166, "swapon": 167,
            "reboot": 169, "sethostname": 170, "init_module": 175, "quotactl": 179,
            "tkill": 200, "tgkill": 234, "mbind": 237, "mq_open": 240, "kexec_load": 246,
            "add_key": 248, "request_key": 249, "keyctl": 250, "migrate_pages": 256,
            "unshare": 272, "move_pages": 279, "accept4": 288, "rt_sigqueueinfo": 129,
            "rt_tgsigqueueinfo": 297, "perf_event_open": 298, "fanotify_init": 300,
            "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308,
            "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312,
            "finit_module": 313, "bpf": 321, "execveat": 322, "userfaultfd": 323,
            "inotify_init": 253, "inotify_init1": 294, "setpriority": 141,
            "sched_setaffinity": 203, "prlimit64": 302, "iopl": 172, "ioperm": 173,
            "syslog": 103, "vhangup": 153, "modify_ldt": 154, "clock_settime": 227,
            "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92, "fchown": 93,
            "lchown": 94, "fchownat": 260, "utime": 132, "utimes": 235, "futimesat": 261,
            "utimensat": 280, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
            "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199, "mknod": 133,
            "mknodat": 259, "memfd_create": 319, "io_setup": 206, "swapoff": 168,
            "delete_module": 176, "setdomainname": 171, "settimeofday": 164, "adjtimex": 159,
            "clock_adjtime": 305, "sched_setparam": 142, "sched_setscheduler": 144,
            "sched_setattr": 314, "ioprio_set": 251, "set_mempolicy": 238,
            "lookup_dcookie": 212, "fanotify_mark": 301, "inotify_add_watch": 254,
            "kexec_file_load": 320, "setuid": 105, "setgid": 106, "setreuid": 113,
            "setregid": 114, "setgroups": 116, "setresuid": 117, "setresgid": 119,
            "setfsuid": 122, "setfsgid": 123, "capset": 126,
            "prctl": 157,
        },
    ),
    "aarch64": _Machine(
        0xC00000B7,
        {
            "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202,
            "connect": 203, "accept4": 242, "clone": 220, "execve": 221, "execveat": 281,
            "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138,
            "rt_tgsigqueueinfo": 240, "shmget": 194, "shmctl": 195, "shmat": 196,
            "semget": 190, "msgget": 186, "mq_open": 180, "ptrace": 117, "setpgid": 154,
            "setsid": 157, "personality": 92, "pivot_root": 41, "chroot": 51, "acct": 89,
            "mount": 40, "umount2": 39, "swapon": 224, "reboot": 142, "sethostname": 161,
            "init_module": 105, "finit_module": 273, "quotactl": 60, "mbind": 235,
            "migrate_pages": 238, "move_pages": 239, "kexec_load": 104, "add_key": 217,
            "request_key": 218, "keyctl": 219, "unshare": 97, "setns": 268,
            "perf_event_open": 241, "fanotify_init": 262, "name_to_handle_at": 264,
            "open_by_handle_at": 265, "process_vm_readv": 270, "process_vm_writev": 271,
            "kcmp": 272, "bpf": 280, "userfaultfd": 282, "inotify_init1": 26,
            "setpriority": 140, "sched_setaffinity": 122, "prlimit64": 261, "syslog": 116,
            "vhangup": 58, "clock_settime": 112, "fchmod": 52, "fchmodat": 53,
            "fchownat": 54, "fchown": 55, "utimensat": 88, "setxattr": 5, "lsetxattr": 6,
            "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
            "mknodat": 33, "memfd_create": 279, "io_setup": 0, "swapoff": 225,
            "delete_module": 106, "setdomainname": 162, "settimeofday": 170,
            "adjtimex": 171, "clock_adjtime": 266, "sched_setparam": 118,
            "sched_setscheduler": 119, "sched_setattr": 274, "ioprio_set": 30,
            "set_mempolicy": 237, "lookup_dcookie": 18, "fanotify_mark": 263,
            "inotify_add_watch": 27, "kexec_file_load": 294, "setuid": 146, "setgid": 144,
            "setreuid": 145, "setregid": 143, "setgroups": 159, "setresuid": 147,
            "setresgid": 149, "setfsuid": 151, "setfsgid": 152, "capset": 91,
            "prctl": 167,
        },
    ),
}  # fmt: skip


def missing() -> str:
    """Return why the layer is absent, or nothing."""
    if kernel.MACHINE not in _MACHINES:
        return f"no filter of system calls is written for {kernel.MACHINE or 'this system'}"
    try:
        kernel.prctl(_PR_GET_SECCOMP)
    except OSError as error:
        return f"this kernel has no seccomp ({error.strerror})"
    return ""


def prepare() -> None:
    """Make the filter of process 1, the one that a session in a pid namespace needs.

    Children of the calling process find it ready.
    """
    program(kernel.MACHINE, 1)


def confine() -> None:
    """Refuse the calling process, and all its later threads, the calls listed here.

    Raises
    ------
    OSError
        If the kernel does not take the filter.
    """
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    code = program(kernel.MACHINE, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))

    head = _Program(len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@functools.cache
def program(machine: str, process: int) -> bytes:
    """Return the filter for one process as instructions of the classic packet filter."""
    known = _MACHINES[machine]
    numbers = {**known.numbers, **_EVERYWHERE}
    code = [
        _step(_LOAD, _AT_ARCHITECTURE),
        # Another architecture has other numbers: there the same number means another call.
        _step(_JUMP_EQUAL, known.architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _AT_NUMBER),
    ]
    if machine == "x86_64":
        code += [_step(_JUMP_AT_LEAST, _X32_BIT, 0, 1), _step(_RETURN, _KILL)]
    refuse = _step(_RETURN, _ERRNO | errno.EPERM)
    allow = _step(_RETURN, _ALLOW)
    # By the first argument: a test, its operand, and the verdicts where it holds and where not.
    # abort() and raise() send a signal to the process itself, and Python reads its own limits.
    to_itself = (_JUMP_EQUAL, process, (allow, refuse))
    conditional = {
        "clone": (_JUMP_SET, _CLONE_THREAD, (allow, refuse)),
        **dict.fromkeys(("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"), to_itself),
        "prlimit64": (_JUMP_EQUAL, 0, (allow, refuse)),
        # It stays killed when its parent dies: PR_SET_PDEATHSIG cannot be taken back.
        "prctl": (_JUMP_EQUAL, 1, (refuse, allow)),
    }
    for name, number in numbers.items():
        if name == "clone3":
            # Its flags are behind a pointer; with ENOSYS the C library falls back to clone.
            body = [_step(_RETURN, _ERRNO | errno.ENOSYS)]
        elif name in conditional:
            jump, operand, verdicts = conditional[name]
            body = [_step(_LOAD, _AT_FIRST_ARGUMENT), _step(jump, operand, 0, 1), *verdicts]
        else:
            body = [refuse]
        code += [_step(_JUMP_EQUAL, number, 0, len(body)), *body]
    return b"".join([*code, allow])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
