# row: truncating files that may not be read
# tries: to empty the canary, a neighbour's work and the gradebook by their paths
# held by: Landlock from version 3 on; seccomp refuses truncating by path; a root of its own lacks them
# loses: theta_size
# got: PermissionError: refused 4 of 4 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    for attempt in (
        lambda: os.truncate("@canary@", 0),
        lambda: os.truncate("@sibling@", 1),
        lambda: os.truncate("@course@/gradebook.json", 10**6),
        lambda: os.close(os.open("@canary@", os.O_RDONLY | os.O_TRUNC)),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 4")
