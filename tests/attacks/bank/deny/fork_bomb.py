# row: fork bomb
# tries: to fork until the machine is full (64 at the most)
# held by: seccomp refuses new processes
# loses: theta_size
# got: PermissionError: .*

import os


def theta_size(n_previous, n_this):
    for _ in range(64):
        if os.fork() == 0:
            os._exit(0)
    return -1
