"""Run a program under a filter of system calls, as a container does.

    python tests/under_filter.py '{"unshare": 1}' nudge doctor

Each named call fails with the number that stands beside it; every other is allowed. `clone` is
refused where it asks for a namespace, and `prctl` where it would install another filter.
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

__all__ = ["CONTAINER", "NOTHING", "run"]

# Nothing is refused, and still there is a filter.
NOTHING: Final[Mapping[str, int]] = {}
# As the default profiles of containers do, for processes without capabilities.
CONTAINER: Final[Mapping[str, int]] = {
    **dict.fromkeys(("unshare", "setns", "mount", "umount2", "pivot_root"), errno.EPERM),
    **dict.fromkeys(("ptrace", "bpf", "keyctl", "userfaultfd", "clone"), errno.EPERM),
    "clone3": errno.ENOSYS,
}

_NUMBERS: Final = {
    "x86_64": {
        "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155,
        "ptrace": 101, "bpf": 321, "keyctl": 250, "userfaultfd": 323, "clone": 56, "prctl": 157,
        "seccomp": 317,
    },
    "aarch64": {
        "unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "ptrace": 117,
        "bpf": 280, "keyctl": 219, "userfaultfd": 282, "clone": 220, "prctl": 167, "seccomp": 277,
    },
}  # fmt: skip
_EVERYWHERE: Final = {
    "pidfd_open": 434,
    "clone3": 435,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}
_SET_NO_NEW_PRIVS, _SET_SECCOMP = 38, 22
_NEW_NAMESPACES = 0x7E020000
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000


def run(
    refused: Mapping[str, int], command: Sequence[str], **options: Any
) -> subprocess.CompletedProcess[str]:
    """Return how a command ended under the filter, and what it printed."""
    launcher = [sys.executable, __file__, json.dumps(dict(refused)), *command]
    return subprocess.run(launcher, capture_output=True, text=True, check=False, **options)


def _program(refused: Mapping[str, int]) -> bytes:
    numbers = _NUMBERS[platform.machine()] | _EVERYWHERE
    steps = []
    for name, failure in refused.items():
        body = [_step(0x06, _ERRNO | failure)]
        if name == "clone":
            body = [_step(0x20, 16), _step(0x45, _NEW_NAMESPACES, 0, 1), *body]
        elif name == "prctl":
            body = [_step(0x20, 16), _step(0x15, _SET_SECCOMP, 0, 1), *body]
        steps += [_step(0x20, 0), _step(0x15, numbers[name], 0, len(body)), *body]
    return b"".join([*steps, _step(0x06, _ALLOW)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _install(refused: Mapping[str, int]) -> None:
    code = _program(refused)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("HP", len(code) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((_SET_NO_NEW_PRIVS, 1), (_SET_SECCOMP, 2, ctypes.addressof(head))):
        values = [ctypes.c_ulong(value) for value in (*call, 0, 0, 0, 0)[:5]]
        if libc.prctl(*values):
            raise OSError(ctypes.get_errno(), "the filter cannot be installed")


if __name__ == "__main__":
    _install(json.loads(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
