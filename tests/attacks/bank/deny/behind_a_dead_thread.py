# row: filling the disk behind a main thread that has ended
# tries: to hold 90 MB of removed files in a process of whose main thread the system lists nothing any more
# held by: a disk of its own; else the trusted side looks at a thread that has not ended
# loses: theta_size
# got: wrote more than 64 MB of files in `theta_size`|the process ended in `theta_size` \(exit code 0\).*
# absent: holds 90 MB

import ctypes
import os
import platform
import threading
import time

_EXIT = 60 if platform.machine() == "x86_64" else 93
_libc = ctypes.CDLL(None)
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]


def _fill():
    time.sleep(0.1)
    for _ in range(90):
        with open("part", "w+b") as part:
            part.write(bytes(2**20))
            part.flush()
            os.unlink("part")
            _libc.mmap(None, 4096, 1, 1, part.fileno(), 0)  # to read, shared; needs no descriptor
    time.sleep(0.2)
    os.write(1, b"holds 90 MB")


def theta_size(n_previous, n_this):
    threading.Thread(target=_fill).start()
    _libc.syscall(_EXIT, 0)  # of this thread alone
