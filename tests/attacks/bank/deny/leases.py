# row: leases on files that others read
# tries: to hold a lease on a file of the digits, so that whoever opens it waits for 45 seconds
# held by: seccomp refuses F_SETLEASE
# loses: theta_size
# got: PermissionError: refused 2 of 2 .*

import fcntl
import os


def theta_size(n_previous, n_this):
    refused = 0
    file = os.open("@readable@", os.O_RDONLY)
    for kind in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, kind)
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 2")
