# row: filling the disk: a folder that cannot be listed
# tries: to write its files where the trusted side cannot look (96 MB at the most)
# held by: a disk of its own, with a size; else the trusted side, for which a folder that it cannot list is too much
# loses: theta_size
# got: OSError: .*|wrote more than 64 MB of files in `theta_size`|made folders that cannot be looked through in `theta_size`

import os
import time


def theta_size(n_previous, n_this):
    os.umask(0)
    place = f"closed{n_this}"
    os.mkdir(place, 0o300)
    for number in range(96):
        with open(f"{place}/part{number}", "wb") as file:
            file.write(bytes(2**20))
    time.sleep(0.4)
    return -1
