# row: signals through a descriptor, by the owner's thread
# tries: to have the kernel send SIGSTOP and SIGKILL to a thread of others by F_SETOWN_EX
# held by: seccomp refuses to name an owner; Landlock from version 6 on; a pid namespace, in which nobody else has a number
# loses: theta_size
# got: ValueError: tried 3 .*

import fcntl
import os
import signal
import struct


def theta_size(n_previous, n_this):
    try:
        reading, writing = os.pipe()
    except OSError:
        reading = writing = 1  # the pipe that it prints to
    for victim in (int("@pid@"), os.getppid(), int("@grader@")):
        try:
            fcntl.fcntl(reading, 15, struct.pack("2i", 0, victim))  # F_SETOWN_EX, a thread
            fcntl.fcntl(reading, 10, signal.SIGKILL)  # F_SETSIG
            fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
            os.write(writing, b"x")
        except OSError:
            pass
    raise ValueError("tried 3")
