# row: reading attributes of files
# tries: to read what is noted in the attributes of a file that it may not open
# held by: seccomp; a root of its own, in which the course is not there at all
# loses: theta_size
# got: PermissionError: refused 3 of 3 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    for attempt in (
        lambda: os.getxattr("@canary@", b"user.kept"),
        lambda: os.getxattr("@canary@", b"user.kept", follow_symlinks=False),
        lambda: os.listxattr("@canary@"),
    ):
        try:
            print("FOUND", attempt())
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 3")
