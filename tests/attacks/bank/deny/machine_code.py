# row: machine code of its own
# tries: to run machine code that it has written, by memory that can be written and executed
# held by: seccomp refuses to execute memory that is no file's
# loses: theta_size
# got: PermissionError: refused 3 of 3 .*

import ctypes
import mmap


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    nothing = ctypes.c_void_p(-1).value
    anonymous = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    refused = 0
    for protection in (7, 5):  # to write and execute; to execute alone
        refused += libc.mmap(None, 4096, protection, anonymous, -1, 0) == nothing
    memory = libc.mmap(None, 4096, 3, anonymous, -1, 0)
    refused += libc.mprotect(ctypes.c_void_p(memory), 4096, 5) == -1
    raise PermissionError(f"refused {refused} of 3")
