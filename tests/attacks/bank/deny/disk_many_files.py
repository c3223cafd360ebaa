# row: filling the disk: many files
# tries: to fill the disk with small files (96 MB at the most)
# held by: a disk of its own, with a size; else the trusted side adds up what was written
# loses: theta_size
# got: OSError: .*|wrote more than 64 MB of files in `theta_size`|stopped after .* of computing .*
# awaits: strict

import time


def theta_size(n_previous, n_this):
    for number in range(96):
        with open(f"part{n_this}-{number}", "wb") as file:
            file.write(bytes(2**20))
    time.sleep(0.4)
    return -1
