# row: the process at the other end of its socket
# tries: to be given a descriptor of that process, and by it to signal it and to take its files
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 5 of 5 .*

import ctypes
import os
import signal
import socket


def _peer():
    own = socket.socket(fileno=3)
    try:
        return own.getsockopt(socket.SOL_SOCKET, 77)  # SO_PEERPIDFD
    finally:
        own.detach()


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        handle = _peer()
    except OSError:
        handle = -1
    refused = 0
    for number, *arguments in (
        (424, handle, int(signal.SIGUSR1), 0, 0),  # pidfd_send_signal
        (438, handle, 0, 0),  # pidfd_getfd
        (440, handle, 0, 0, 4, 0),  # process_madvise
        (448, handle, 0),  # process_mrelease
        (434, int("@pid@"), 0),  # pidfd_open
    ):
        refused += libc.syscall(number, *arguments) == -1
    raise PermissionError(f"refused {refused} of 5")
