"""The filter as a program, run here by a small interpreter of its instructions."""

import errno
import re
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.worker.layers import seccomp

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_PROCESS = 77
_READ_EXECUTE, _ANONYMOUS = 5, 0x22

# The headers of the kernel, if this system has them: the names and numbers of all its calls.
_HEADERS = {
    "x86_64": (
        Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        Path("/usr/include/asm/unistd_64.h"),
    ),
    "aarch64": (Path("/usr/include/asm-generic/unistd.h"),),
}


def _verdict(
    machine: str, number: int, *arguments: int, code: bytes = b"", architecture: int = 0
) -> int:
    facts = {0: number, 4: architecture or _AUDIT[machine]}
    for position, argument in enumerate((*arguments, 0, 0, 0, 0, 0, 0)[:6]):
        facts[16 + 8 * position] = argument & 0xFFFFFFFF
        facts[20 + 8 * position] = argument >> 32
    steps = list(struct.iter_unpack("=HBBI", code or seccomp.program(machine, _PROCESS)))
    at, loaded = 0, 0
    while True:
        operation, if_true, if_false, value = steps[at]
        at += 1
        if operation == 0x06:
            return int(value)
        if operation == 0x20:
            loaded = facts[value]
            continue
        holds = {
            0x15: loaded == value,
            0x25: loaded > value,
            0x35: loaded >= value,
            0x45: bool(loaded & value),
        }[operation]
        at += if_true if holds else if_false


def _named(name: str) -> dict[str, int]:
    return {machine: seccomp.allowed(machine)[name] for machine in _AUDIT}


@pytest.mark.parametrize("machine", _AUDIT)
def test_what_is_in_the_table_is_allowed(machine: str) -> None:
    for name, number in seccomp.allowed(machine).items():
        # Asked with nothing but zeros, all are allowed but those that need a certain argument.
        strict = name in ("clone", "kill", "tgkill", "ioctl", "prctl", "arch_prctl", "mbind")
        assert (_verdict(machine, number) == _ALLOW) is not strict, name


@pytest.mark.parametrize("machine", _AUDIT)
def test_every_other_number_is_refused(machine: str) -> None:
    known = {*seccomp.allowed(machine).values()}
    replaced = {*seccomp.replaced(machine).values()}
    runs = seccomp.NAMED[machine]
    for number in set(range(1200)) - known:
        in_a_table = any(first <= number <= last for first, last in runs) and number not in replaced
        assert _verdict(machine, number) == (_EPERM if in_a_table else _ENOSYS), number
    assert _verdict(machine, 0x3FFFFFFF) == _ENOSYS


@pytest.mark.parametrize("machine", _AUDIT)
def test_threads_are_made_by_one_call_alone(machine: str) -> None:
    clone = _named("clone")[machine]
    assert _verdict(machine, clone, 0x3D0F00) == _ALLOW
    assert _verdict(machine, clone, 0x7D0F00) == _ALLOW
    for flags in (17, 0x01200011, 0x3D0F00 | 0x10000000, 0x00010000, 0x3D0F00 | 0x20000):
        assert _verdict(machine, clone, flags) == _EPERM
    assert _verdict(machine, 435, 0x3D0F00) == _ENOSYS


@pytest.mark.parametrize("machine", _AUDIT)
def test_signals_reach_the_process_itself_alone(machine: str) -> None:
    for name in ("kill", "tgkill"):
        number = _named(name)[machine]
        assert _verdict(machine, number, _PROCESS, 9) == _ALLOW
        for other in (0, 1, 78, 0xFFFFFFFF):
            assert _verdict(machine, number, other, 9) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_descriptors_get_no_owner_signal_or_lease(machine: str) -> None:
    fcntl = _named("fcntl")[machine]
    for command in (0, 1, 2, 3, 4, 1030, 1032):
        assert _verdict(machine, fcntl, 5, command) == _ALLOW
    # F_GETLK to F_SETSIG, F_SETOWN_EX, the open-file locks, F_SETLEASE, F_NOTIFY, the seals, hints.
    for command in (*range(5, 20), 36, 37, 38, 1024, 1025, 1026, *range(1033, 1041)):
        assert _verdict(machine, fcntl, 5, command, 1) == _EPERM
    assert _verdict(machine, fcntl, 5, 4, 0o4000) == _ALLOW
    assert _verdict(machine, fcntl, 5, 4, 0o24000) == _EPERM
    assert _verdict(machine, fcntl, 5, 1031, 1 << 16) == _ALLOW
    assert _verdict(machine, fcntl, 5, 1031, (1 << 16) + 1) == _EPERM
    assert _verdict(machine, fcntl, 5, 1031, 1 << 32) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_terminals_are_asked_for_and_not_typed_into(machine: str) -> None:
    ioctl = _named("ioctl")[machine]
    assert _verdict(machine, ioctl, 1, 0x5401) == _ALLOW
    # TIOCSTI, TIOCLINUX, FIOSETOWN, FIOASYNC, SIOCSPGRP
    for request in (0x5412, 0x541C, 0x8901, 0x5452, 0x8902, 0):
        assert _verdict(machine, ioctl, 1, request) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_the_process_keeps_its_own_death_and_limits(machine: str) -> None:
    prctl, prlimit = _named("prctl")[machine], _named("prlimit64")[machine]
    assert _verdict(machine, prctl, 15) == _ALLOW
    for option in (1, 4, 8, 22, 24, 28, 35, 36, 38, 47, 59):
        assert _verdict(machine, prctl, option) == _EPERM
    assert _verdict(machine, prlimit, 0) == _ALLOW
    assert _verdict(machine, prlimit, 1) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_nobody_is_asked_about_other_processes(machine: str) -> None:
    for name in ("getpgid", "getsid", "sched_getaffinity", "sched_getparam", "sched_getscheduler"):
        number = _named(name)[machine]
        for process, verdict in ((0, _ALLOW), (_PROCESS, _ALLOW), (1, _EPERM), (78, _EPERM)):
            assert _verdict(machine, number, process) == verdict
    assert _verdict(machine, _named("getpriority")[machine], 0, 0) == _ALLOW
    assert _verdict(machine, _named("getpriority")[machine], 0, 1) == _EPERM
    for name in ("clock_gettime", "clock_getres", "clock_nanosleep"):
        assert _verdict(machine, _named(name)[machine], 11) == _ALLOW
        # The kernel's name for the clock of process 1.
        assert _verdict(machine, _named(name)[machine], ((~1 << 3) | 2) & (1 << 64) - 1) == _EPERM
        assert _verdict(machine, _named(name)[machine], ((~1 << 3) | 2) & (1 << 32) - 1) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_memory_is_written_or_executed_never_both(machine: str) -> None:
    mmap, mprotect = _named("mmap")[machine], _named("mprotect")[machine]
    for_frameworks = seccomp.program(machine, _PROCESS, for_frameworks=True)
    assert _verdict(machine, mmap, 0, 4096, 3, _ANONYMOUS) == _ALLOW
    assert _verdict(machine, mmap, 0, 4096, _READ_EXECUTE, 2, 4) == _ALLOW
    for number, arguments in (
        (mmap, (0, 4096, _READ_EXECUTE, _ANONYMOUS)),
        (mmap, (0, 4096, 7, 2, 4)),
        (mmap, (0, 4096, 4, 0x20)),
        (mprotect, (0, 4096, _READ_EXECUTE)),
        (mprotect, (0, 4096, 4)),
    ):
        assert _verdict(machine, number, *arguments) == _EPERM
        assert _verdict(machine, number, *arguments, code=for_frameworks) == _ALLOW
    assert _verdict(machine, 41 if machine == "x86_64" else 198, code=for_frameworks) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_nobody_outside_the_process_is_woken(machine: str) -> None:
    futex = _named("futex")[machine]
    for operation in (0x80, 0x81, 0x189, 0x109, 0):
        assert _verdict(machine, futex, 0, operation) == _ALLOW
    # Shared: wake, requeue, wake by bits. And those that hand on priority.
    for operation in (1, 3, 4, 5, 10, 6, 7, 0x86, 0x87, 0x8B, 0x8C):
        assert _verdict(machine, futex, 0, operation) == _EPERM


@pytest.mark.parametrize("machine", _AUDIT)
def test_pages_are_not_merged_with_those_of_others(machine: str) -> None:
    madvise = _named("madvise")[machine]
    assert _verdict(machine, madvise, 0, 4096, 4) == _ALLOW
    assert _verdict(machine, madvise, 0, 4096, 12) == _EPERM


@pytest.mark.parametrize(("machine", "name", "at"), [
    ("x86_64", "open", 1), ("x86_64", "openat", 2), ("aarch64", "openat", 2),
])  # fmt: skip
def test_a_file_is_emptied_by_those_who_may_write(machine: str, name: str, at: int) -> None:
    number = seccomp.allowed(machine)[name]
    for flags, verdict in (
        (0, _ALLOW),
        (0o2000000, _ALLOW),
        (1 | 0o1100, _ALLOW),
        (2 | 0o1000, _ALLOW),
        (0o1000, _EPERM),
        (3, _EPERM),
        (3 | 0o1000, _EPERM),
    ):
        assert _verdict(machine, number, *[0] * at, flags) == verdict, oct(flags)


@pytest.mark.parametrize("machine", _AUDIT)
def test_a_call_of_another_architecture_ends_the_process(machine: str) -> None:
    assert _verdict(machine, 0, architecture=0x40000003) == _KILL


def test_a_call_of_x32_ends_the_process() -> None:
    assert _verdict("x86_64", 0x40000000) == _KILL
    assert _verdict("aarch64", 0x40000000) == _ENOSYS


@pytest.mark.parametrize("machine", _AUDIT)
def test_the_numbers_are_those_of_the_system_headers(machine: str) -> None:
    header = next((path for path in _HEADERS[machine] if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed here")
    calls = _numbers(header.read_text(encoding="utf-8"))
    newest = max(calls.values())
    for table in (seccomp.allowed(machine), seccomp.replaced(machine)):
        old_enough = {name: number for name, number in table.items() if number <= newest}
        assert old_enough == {name: calls.get(name) for name in old_enough}
    runs = seccomp.NAMED[machine]
    outside = [
        name
        for name, number in calls.items()
        if number <= runs[-1][1] and not any(first <= number <= last for first, last in runs)
    ]
    assert outside == []


def _numbers(text: str) -> Mapping[str, int]:
    """Return the number of each call by its name, on a processor of 64 bits."""
    found = dict(re.findall(r"#define\s+__NR_(\w+)\s+(\d+)\b", text))
    shared = dict(re.findall(r"#define\s+__NR3264_(\w+)\s+(\d+)\b", text))
    # Named for 64 bits first, then for 32; the times of 32 bits have a block of their own.
    for name, alias in reversed(re.findall(r"#define\s+__NR_(\w+)\s+__NR3264_(\w+)", text)):
        if alias in shared:
            found[name] = shared[alias]
    no_calls = {"arch_specific_syscall", "syscalls"}
    return {
        name: int(number)
        for name, number in found.items()
        if name not in no_calls and not 403 <= int(number) <= 423
    }
