# row: filling the disk: a folder that is too deep
# tries: to write its files deeper than a path is long (96 MB at the most)
# held by: a disk of its own, with a size; else the trusted side, for which a folder that it cannot list is too much
# loses: theta_size
# got: OSError: .*|wrote more than 64 MB of files in `theta_size`|made folders that cannot be looked through in `theta_size`

import os
import time


def theta_size(n_previous, n_this):
    for _ in range(30):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    for number in range(96):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(2**20))
    time.sleep(0.4)
    return -1
