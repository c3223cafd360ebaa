# row: removing and renaming files of others
# tries: to remove or rename the canary, a neighbour's work and the course
# held by: Landlock
# loses: theta_size
# got: PermissionError: refused 5 of 5 .*

import os
import shutil


def theta_size(n_previous, n_this):
    refused = 0
    for attempt in (
        lambda: os.unlink("@canary@"),
        lambda: os.rename("@sibling@", "mine"),
        lambda: shutil.rmtree("@course@/solutions"),
        lambda: os.rmdir(os.getcwd()),
        lambda: open("@canary@", "ab"),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 5")
