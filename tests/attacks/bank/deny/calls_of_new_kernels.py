# row: system calls that nobody knew
# tries: to reach the kernel by every number that was given out in the last years, or will be in the next
# held by: seccomp answers a number that is in no table as a kernel does that lacks it
# loses: theta_size
# got: -1
# printed: reached \[\]

import ctypes
import errno


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    reached = []
    for number in range(457, 600):
        ctypes.set_errno(0)
        # No argument is an address, so nothing is done.
        made = libc.syscall(number, -1, 0, 0, 0, 0, 0)
        if made != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            reached.append(number)
    print("reached", reached)
    return -1
