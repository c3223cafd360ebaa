# row: filling the disk: files that are deleted and still there
# tries: to hold files that have no name and no descriptor any more, by mapping them (300 MB at the most)
# held by: a disk of its own, with a size; else RLIMIT_AS bounds what is mapped
# points: 4.06
# got: (OSError|MemoryError): .*

import mmap
import os

_held = []


def theta_size(n_previous, n_this):
    for _ in range(300):
        with open("part", "w+b") as file:
            file.write(bytes(2**20))
            file.flush()
            _held.append(mmap.mmap(file.fileno(), 0))
        os.unlink("part")
    return -1
