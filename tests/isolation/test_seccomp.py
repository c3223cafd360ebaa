"""The filter as a program, run here by a small interpreter of its instructions."""

import errno
import struct

import pytest

from autograder.worker.layers import seccomp

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def _verdict(machine: str, number: int, argument: int = 0, architecture: int | None = None) -> int:
    facts = {0: number, 4: architecture or _AUDIT[machine], 16: argument}
    code = list(struct.iter_unpack("=HBBI", seccomp.program(machine, process=77)))
    at, loaded = 0, 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        if operation == 0x06:
            return int(value)
        if operation == 0x20:
            loaded = facts[value]
            continue
        holds = {
            0x15: loaded == value,
            0x35: loaded >= value,
            0x45: bool(loaded & value),
        }[operation]
        at += if_true if holds else if_false


@pytest.mark.parametrize(
    ("machine", "read", "socket", "clone", "tgkill", "prlimit", "prctl"),
    [("x86_64", 0, 41, 56, 234, 302, 157), ("aarch64", 63, 198, 220, 131, 261, 167)],
)
def test_the_filter_refuses_ways_out_and_nothing_else(
    machine: str, read: int, socket: int, clone: int, tgkill: int, prlimit: int, prctl: int
) -> None:
    assert _verdict(machine, read) == _ALLOW
    assert _verdict(machine, socket) == _EPERM
    assert _verdict(machine, clone, argument=17) == _EPERM
    assert _verdict(machine, clone, argument=0x3D0F00) == _ALLOW
    assert _verdict(machine, 435) == _ENOSYS
    assert _verdict(machine, tgkill, argument=77) == _ALLOW
    assert _verdict(machine, tgkill, argument=78) == _EPERM
    assert _verdict(machine, prlimit, argument=0) == _ALLOW
    assert _verdict(machine, prlimit, argument=1) == _EPERM
    assert _verdict(machine, prctl, argument=1) == _EPERM
    assert _verdict(machine, prctl, argument=38) == _ALLOW


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_call_of_another_architecture_ends_the_process(machine: str) -> None:
    assert _verdict(machine, 0, architecture=0x40000003) == _KILL


def test_a_call_of_x32_ends_the_process() -> None:
    assert _verdict("x86_64", 0x40000000) == _KILL
    assert _verdict("aarch64", 0x40000000) == _ALLOW
