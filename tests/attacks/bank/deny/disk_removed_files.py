# row: filling the disk with files that have no name
# tries: to hold 90 MB of files that it has removed, each by a page that is mapped
# held by: a disk of its own; else the trusted side counts what is removed and still mapped
# loses: theta_size
# got: OSError: its files take more than 64 MB.*|wrote more than 64 MB of files in `theta_size`|stopped after .* of computing .*

import ctypes
import os
import time

_libc = ctypes.CDLL(None)
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]


def theta_size(n_previous, n_this):
    for _ in range(90):
        with open("part", "w+b") as part:
            part.write(bytes(2**20))
            part.flush()
            os.unlink("part")
            _libc.mmap(None, 4096, 1, 1, part.fileno(), 0)  # unlike Python's, keeps no descriptor
    time.sleep(0.4)
    return -1
