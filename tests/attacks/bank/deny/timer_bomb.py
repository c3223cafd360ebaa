# row: timers that use up the signals of the account
# tries: to have so many timers that no process of its user can queue a signal or have a timer (200,000 at the most)
# held by: RLIMIT_SIGPENDING
# loses: theta_size
# got: BlockingIOError: .*|PermissionError: .*

import ctypes
import os
import platform

_TIMER_CREATE = 222 if platform.machine() == "x86_64" else 107


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    made = ctypes.create_string_buffer(8)
    for number in range(200_000):
        if libc.syscall(_TIMER_CREATE, 1, None, made) == -1:
            error = ctypes.get_errno()
            if number < 1_000:
                raise OSError(error, os.strerror(error))
            return number
    return -1
