# row: signals through a descriptor
# tries: to have the kernel send SIGKILL when its own pipe becomes readable
# held by: seccomp refuses to name an owner; Landlock from version 6 on; a pid namespace, in which nobody else has a number
# points: 4.06
# got: .*ValueError: sent .*

import ctypes
import fcntl
import os
import signal


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    sent = 0
    for victim in (os.getppid(), int("@grader@"), int("@pid@")):
        reading, writing = os.pipe()
        try:
            fcntl.fcntl(reading, fcntl.F_SETOWN, victim)
            fcntl.fcntl(reading, 10, signal.SIGKILL)  # F_SETSIG
            fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
            os.write(writing, b"x")
            sent += 1
        except OSError:
            pass
        os.close(reading)
        os.close(writing)
    raise ValueError(f"sent {sent}")
