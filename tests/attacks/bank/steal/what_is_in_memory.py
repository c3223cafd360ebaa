# row: asking which files are in memory
# tries: to learn from mincore, cachestat and reads that do not wait what others have read
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 3 of 3 .*

import ctypes
import os
import platform

_MINCORE, _CACHESTAT = (27 if platform.machine() == "x86_64" else 232), 451


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    room = (ctypes.c_ubyte * 4096)()
    page = ctypes.cast(libc.getpid, ctypes.c_void_p).value & -4096  # of the C library, which all have
    refused = libc.syscall(_MINCORE, ctypes.c_void_p(page), ctypes.c_size_t(4096), room) == -1
    with open(os.__file__, "rb") as file:
        whole = (ctypes.c_uint64 * 2)(0, 4096)
        refused += libc.syscall(_CACHESTAT, file.fileno(), whole, room, 0) == -1
        try:
            os.preadv(file.fileno(), [bytearray(16)], 0, os.RWF_NOWAIT)
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 3")
