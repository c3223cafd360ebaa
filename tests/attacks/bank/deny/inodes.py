# row: inodes
# tries: to use up the inodes (1,500 at the most)
# held by: a disk of its own, with a number of files; else the trusted side counts them
# loses: theta_size
# got: OSError: .*|made more than 1,000 files in `theta_size`|stopped after .* of computing .*
# awaits: strict

import os
import time


def theta_size(n_previous, n_this):
    for number in range(1_500):
        os.close(os.open(f"{n_this}-{number}", os.O_CREAT | os.O_WRONLY))
    time.sleep(0.4)
    return -1
