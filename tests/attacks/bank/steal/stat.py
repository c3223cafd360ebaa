# row: asking for files without reading them
# tries: to learn from stat whether the canary exists, how large it is and when it changed
# held by: a root of its own, in which the course is not there at all
# loses: theta_size
# got: FileNotFoundError: .*
# layer: root

import os


def theta_size(n_previous, n_this):
    raise ValueError(f"it has {os.stat('@canary@').st_size} bytes")
