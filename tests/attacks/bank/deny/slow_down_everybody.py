# row: slowing down all processes of the account
# tries: to lower the priority of every process of its user and of a group, for computing and for the disk
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 8 of 8 .*

import ctypes
import os
import platform

_IOPRIO_SET, _SCHED_SETATTR = (251, 314) if platform.machine() == "x86_64" else (30, 274)
_IDLE = 3 << 13


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    attributes = (48).to_bytes(4, "little") + (5).to_bytes(4, "little") + bytes(40)
    refused = 0
    for which, who in ((1, int("@pid@")), (3, os.getuid())):
        refused += libc.syscall(_IOPRIO_SET, which, who, _IDLE) == -1
    for victim in (os.getppid(), int("@pid@")):
        refused += libc.syscall(_SCHED_SETATTR, victim, attributes, 0) == -1
    for attempt in (
        lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19),
        lambda: os.setpriority(os.PRIO_PGRP, int("@pid@"), 19),
        lambda: os.setpgid(int("@pid@"), 0),
        lambda: os.sched_setaffinity(int("@pid@"), [0]),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 8")
