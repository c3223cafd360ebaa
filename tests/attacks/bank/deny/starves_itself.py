# row: starving itself
# tries: to have the lowest share of a processor, so that its waiting is the machine's fault
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 7 of 7 .*

import ctypes
import errno
import os
import platform

_X86 = {"ioprio_set": 251, "sched_setattr": 314, "prctl": 157}
_ARM = {"ioprio_set": 30, "sched_setattr": 274, "prctl": 167}
_PR_SCHED_CORE, _CREATE, _GROUP = 62, 1, 1


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = _X86 if platform.machine() == "x86_64" else _ARM
    idle = (48).to_bytes(4, "little") + (5).to_bytes(4, "little") + bytes(40)
    refused = 0
    for call in (
        (numbers["ioprio_set"], 1, 0, 3 << 13),
        (numbers["sched_setattr"], 0, idle, 0),
        (numbers["prctl"], _PR_SCHED_CORE, _CREATE, 0, _GROUP, 0),
    ):
        ctypes.set_errno(0)
        refused += libc.syscall(*call) == -1 and ctypes.get_errno() == errno.EPERM
    for attempt in (
        lambda: os.nice(19),
        lambda: os.setpriority(os.PRIO_PROCESS, 0, 19),
        lambda: os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0)),
        lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)),
    ):
        try:
            attempt()
        except PermissionError:
            refused += 1
    raise PermissionError(f"refused {refused} of 7")
