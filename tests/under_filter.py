"""Runs a program under a filter of system calls, as a container does.

    python tests/under_filter.py container nudge doctor
    python tests/under_filter.py '{"landlock_add_rule": 1}' nudge doctor

A filter is a name or, for each call that it refuses, the number that the call fails with; every
other call is allowed. `clone` is refused where it asks for a namespace, and `prctl` where it would
install another filter. `container` refuses what the default profiles of Docker and Podman refuse:
namespaces, mounts, keyrings, tracing of the kernel and administration; root keeps no more than the
capabilities that they leave it.
"""

import ctypes
import errno
import json
import os
import platform
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

__all__ = ["run"]

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 22, 38, 24
_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_AT_NUMBER, _AT_FIRST_ARGUMENT = 0, 16
_NEW_NAMESPACES: Final = 0x7E020000

# On x86-64 and on arm64; those from 424 on are the same everywhere.
_OF_CONTAINERS: Final = {
    "acct": (163, 89), "add_key": (248, 217), "bpf": (321, 280), "clock_adjtime": (305, 266),
    "clock_settime": (227, 112), "clone": (56, 220), "delete_module": (176, 106),
    "fanotify_init": (300, 262), "finit_module": (313, 273), "init_module": (175, 105),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_uring_setup": (425, 425),
    "kcmp": (312, 272), "kexec_file_load": (320, 294), "kexec_load": (246, 104),
    "keyctl": (250, 219), "lookup_dcookie": (212, 18), "mbind": (237, 235), "mount": (165, 40),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "move_pages": (279, 239),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fsopen": (430, 430), "fspick": (433, 433),
    "open_by_handle_at": (304, 265), "open_tree": (428, 428), "perf_event_open": (298, 241),
    "pivot_root": (155, 41), "quotactl": (179, 60), "reboot": (169, 142),
    "request_key": (249, 218), "setns": (308, 268), "settimeofday": (164, 170),
    "swapoff": (168, 225), "swapon": (167, 224), "syslog": (103, 116), "umount2": (166, 39),
    "unshare": (272, 97), "userfaultfd": (323, 282),
}  # fmt: skip
_NUMBERS: Final = _OF_CONTAINERS | {
    "prctl": (157, 167), "pidfd_open": (434, 434), "clone3": (435, 435),
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}  # fmt: skip
_NAMED: Final[Mapping[str, Mapping[str, int]]] = {
    "allow-all": {},
    "container": dict.fromkeys(_OF_CONTAINERS, errno.EPERM) | {"clone3": errno.ENOSYS},
}
# These are refused by their first argument: how it is looked at, and where the call is refused.
_BY_ARGUMENT: Final = {
    "clone": (_JUMP_SET, _NEW_NAMESPACES),
    "prctl": (_JUMP_EQUAL, _PR_SET_SECCOMP),
}
# A container leaves these to root, by number: from CAP_CHOWN to CAP_SETFCAP.
_KEPT_CAPABILITIES: Final = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}


def run(
    name: str | Mapping[str, int], command: Sequence[str], **options: Any
) -> subprocess.CompletedProcess[str]:
    """Return how a command ended under a filter, and what it printed."""
    told = name if isinstance(name, str) else json.dumps(name)
    launcher = [sys.executable, __file__, told, *command]
    return subprocess.run(launcher, capture_output=True, text=True, check=False, **options)


def _program(refused: Mapping[str, int]) -> bytes:
    column = ("x86_64", "aarch64").index(platform.machine()) if refused else 0
    steps = []
    for name, failure in refused.items():
        body = [_step(_RETURN, _ERRNO | failure)]
        if name in _BY_ARGUMENT:
            jump, operand = _BY_ARGUMENT[name]
            body = [_step(_LOAD, _AT_FIRST_ARGUMENT), _step(jump, operand, 0, 1), *body]
        number = _step(_JUMP_EQUAL, _NUMBERS[name][column], 0, len(body))
        steps += [_step(_LOAD, _AT_NUMBER), number, *body]
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _enter(name: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if name == "container" and os.geteuid() == 0:
        for number in set(range(64)) - _KEPT_CAPABILITIES:
            libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
    code = _program(_NAMED[name] if name in _NAMED else json.loads(name))
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("HP", len(code) // 8, ctypes.addressof(buffer)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, 2, head):
        raise OSError(ctypes.get_errno(), "the kernel does not take the filter")


if __name__ == "__main__":
    _enter(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])
