# row: descriptors
# tries: to open files until the system has no descriptor left (2,000 at the most)
# held by: RLIMIT_NOFILE
# loses: theta_size
# got: OSError: (.*Too many open files|had more than 64 files open at once).*

import os


def theta_size(n_previous, n_this):
    held = [os.open("held", os.O_CREAT | os.O_RDWR) for _ in range(2_000)]
    return len(held)
