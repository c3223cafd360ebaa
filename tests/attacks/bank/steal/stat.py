# row: asking for files without reading them
# tries: to learn from stat whether the canary exists, how large it is and when it changed
# held by: a mount namespace, in which the course is not there at all
# points: 12.19
# got: FileNotFoundError: .*|PermissionError: .*
# xfail: Landlock does not hide names and sizes; it takes a mount namespace

import os


def theta_size(n_previous, n_this):
    raise ValueError(f"it has {os.stat('@canary@').st_size} bytes")
