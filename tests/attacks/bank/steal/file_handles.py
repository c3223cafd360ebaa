# row: file handles
# tries: to open a file by its handle, past every path
# held by: seccomp
# loses: theta_size
# got: PermissionError: handles \[-1, -1\] .*

import ctypes


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(256)
    made = [libc.syscall(303, -100, b"/", buffer, buffer, 0), libc.syscall(304, 3, buffer, 0)]
    raise PermissionError(f"handles {made}")
