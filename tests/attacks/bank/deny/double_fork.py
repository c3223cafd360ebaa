# row: survivors by double fork
# tries: to leave a process behind by two forks and a session of its own
# held by: seccomp refuses new processes; the server adopts and kills what is left
# loses: theta_size
# got: PermissionError: .*

import os
import time


def theta_size(n_previous, n_this):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(5)
        os._exit(0)
    return -1
