# row: leaving notes in keyrings
# tries: to leave its inputs for the next submission in the keyrings of its user and session
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 4 of 4 .*

import ctypes
import platform

_ADD, _REQUEST, _CONTROL = (248, 249, 250) if platform.machine() == "x86_64" else (217, 218, 219)


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    refused = 0
    for ring in (-3, -4):  # of its session, of its user
        refused += libc.syscall(_ADD, b"user", b"note-@note@", b"inputs", 6, ring) == -1
    refused += libc.syscall(_REQUEST, b"user", b"note-@note@", None, -4) == -1
    refused += libc.syscall(_CONTROL, 0, -4, 1) == -1
    raise PermissionError(f"refused {refused} of 4")
