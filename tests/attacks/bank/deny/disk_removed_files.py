# row: filling the disk with files that have no name
# tries: to hold 90 MB of files that it has removed, each by a page that is mapped
# held by: a disk of its own; else the trusted side counts what is removed and still mapped
# points: 4.06
# got: OSError: .*|wrote more than 64 MB of files in `theta_size`|stopped after .* of computing .*

import mmap
import os
import time

held = []


def theta_size(n_previous, n_this):
    for _ in range(90):
        with open("part", "w+b") as part:
            part.write(bytes(2**20))
            part.flush()
            os.unlink("part")
            held.append(mmap.mmap(part.fileno(), 4096))
    time.sleep(0.4)
    return -1
