# row: staying when the parent dies
# tries: to take back that it is killed with the server, to adopt orphans and to be dumped
# held by: seccomp; nobody is left to adopt, and nobody else is there to look
# loses: theta_size
# got: -1
# printed: taken back: -1

import ctypes


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    print("taken back:", libc.prctl(1, 0, 0, 0, 0))
    libc.prctl(36, 1, 0, 0, 0)
    libc.prctl(4, 1, 0, 0, 0)
    libc.prctl(15, b"nudge", 0, 0, 0)
    return -1
