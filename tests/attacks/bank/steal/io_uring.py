# row: io_uring
# tries: to open files and sockets by a ring that a filter of calls does not see
# held by: seccomp refuses the ring itself
# loses: theta_size
# got: PermissionError: io_uring -1 .*

import ctypes


def theta_size(n_previous, n_this):
    buffer = ctypes.create_string_buffer(256)
    made = ctypes.CDLL(None, use_errno=True).syscall(425, 8, buffer)
    raise PermissionError(f"io_uring {made}")
