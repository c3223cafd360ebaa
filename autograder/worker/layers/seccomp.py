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
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["confine", "missing", "prepare", "program"]

_PR_SET_SECCOMP = 22
_PR_GET_SECCOMP = 21
_SECCOMP_MODE_FILTER = 2

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

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

# The other calls on x86-64 and on arm64, which never had some of them.
_NUMBERS: Final = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "bind": (49, 200),
    "listen": (50, 201), "socketpair": (53, 199), "clone": (56, 220), "fork": (57, None),
    "vfork": (58, None), "execve": (59, 221), "kill": (62, 129), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "msgget": (68, 186),
    "ptrace": (101, 117), "setpgid": (109, 154), "setsid": (112, 157), "personality": (135, 92),
    "pivot_root": (155, 41), "chroot": (161, 51), "acct": (163, 89), "mount": (165, 40),
    "umount2": (166, 39), "swapon": (167, 224), "reboot": (169, 142), "sethostname": (170, 161),
    "init_module": (175, 105), "quotactl": (179, 60), "tkill": (200, 130), "tgkill": (234, 131),
    "mbind": (237, 235), "mq_open": (240, 180), "kexec_load": (246, 104), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "migrate_pages": (256, 238),
    "unshare": (272, 97), "move_pages": (279, 239), "accept4": (288, 242),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "perf_event_open": (298, 241),
    "fanotify_init": (300, 262), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "setns": (308, 268), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "finit_module": (313, 273), "bpf": (321, 280), "execveat": (322, 281),
    "userfaultfd": (323, 282), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "prlimit64": (302, 261),
    "iopl": (172, None), "ioperm": (173, None), "syslog": (103, 116), "vhangup": (153, 58),
    "modify_ldt": (154, None), "clock_settime": (227, 112), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "mknod": (133, None), "mknodat": (259, 33), "memfd_create": (319, 279), "io_setup": (206, 0),
    "swapoff": (168, 225), "delete_module": (176, 106), "setdomainname": (171, 162),
    "settimeofday": (164, 170), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
    "ioprio_set": (251, 30), "set_mempolicy": (238, 237), "lookup_dcookie": (212, 18),
    "fanotify_mark": (301, 263), "inotify_add_watch": (254, 27), "kexec_file_load": (320, 294),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setgroups": (116, 159), "setresuid": (117, 147), "setresgid": (119, 149),
    "setfsuid": (122, 151), "setfsgid": (123, 152), "capset": (126, 91), "prctl": (157, 167),
}  # fmt: skip


def missing() -> str:
    """Return why the layer is absent, or nothing."""
    if kernel.MACHINE not in _ARCHITECTURES:
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
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    code = program(kernel.MACHINE, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    # The number of instructions and their address, laid out as the compiler of the kernel does.
    head = ctypes.create_string_buffer(struct.pack("HP", len(code) // 8, ctypes.addressof(buffer)))
    kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head))


@functools.cache
def program(machine: str, process: int) -> bytes:
    """Return the filter for one process as instructions of the classic packet filter."""
    column = list(_ARCHITECTURES).index(machine)
    numbers = {name: pair[column] for name, pair in _NUMBERS.items()} | _EVERYWHERE
    code = [
        _step(_LOAD, _AT_ARCHITECTURE),
        # Another architecture has other numbers: there the same number means another call.
        _step(_JUMP_EQUAL, _ARCHITECTURES[machine], 1, 0),
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
        if number is None:
            continue
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
