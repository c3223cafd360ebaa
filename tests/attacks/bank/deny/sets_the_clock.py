# row: setting the machine's clock
# tries: to set the clock back, and its speed, so that limits and the report's date are wrong
# held by: seccomp, and no capability
# loses: theta_size
# got: -1
# printed: refused 3 of 3

import ctypes
import time


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    refused = 0
    try:
        time.clock_settime(time.CLOCK_REALTIME, 0)
    except OSError:
        refused += 1
    # Tick and frequency as they are: were this allowed, nothing would be changed.
    refused += libc.settimeofday((ctypes.c_long * 2)(0, 0), None) == -1
    refused += libc.adjtimex((ctypes.c_uint64 * 32)(0x4000)) == -1
    print("refused", refused, "of 3")
    return -1
