# row: large pipes
# tries: to fill the kernel's memory by pipes as large as can be, whose bytes count for no process (62 MB at the most)
# held by: RLIMIT_NOFILE, and the size of a pipe, which the kernel bounds without a capability; the filter bounds it more
# loses: theta_size
# got: (ValueError: holds ([0-9]|[1-5][0-9]|6[0-4]) MB|PermissionError|BlockingIOError|stopped after).*

import fcntl
import os


def theta_size(n_previous, n_this):
    held = 0
    for _ in range(62):
        try:
            reading, writing = os.pipe()
        except OSError:
            break
        try:
            fcntl.fcntl(writing, 1031, 2**20)  # F_SETPIPE_SZ
        except OSError:
            pass
        os.set_blocking(writing, False)
        try:
            while True:
                held += os.write(writing, bytes(2**16))
        except OSError:
            pass
    raise ValueError(f"holds {held // 2**20} MB")
