# row: filling the disk with files that have no name
# tries: to hold 300 MB of files that it has removed, each by a page that is mapped
# held by: the private disk; without it the trusted side counts what is removed and still mapped
# points: 4.06
# got: wrote more than 64 MB of files in `theta_size`|OSError: .*

import mmap
import os

held = []


def theta_size(n_previous, n_this):
    for _ in range(30):
        with open("part", "w+b") as part:
            part.write(bytes(10 * 2**20))
            part.flush()
            os.unlink("part")
            held.append(mmap.mmap(part.fileno(), 4096))
    raise ValueError("held all of it")
