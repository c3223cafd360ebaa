# row: signals through a descriptor, by ioctl
# tries: to make the canary the owner of its session's socket by FIOSETOWN, and have it ended by a reply that is read
# held by: seccomp refuses ioctl; Landlock from version 6 on; a pid namespace, in which nobody else has a number
# loses: theta_size
# got: (stopped after|the answer could not be read|the process|PermissionError:) .*

import fcntl
import os
import struct
import time


def theta_size(n_previous, n_this):
    # FIOSETOWN, SIOCSPGRP, FIOASYNC: SIGIO ends whoever does not expect it.
    for request, number in ((0x8901, int("@pid@")), (0x8902, int("@pid@")), (0x5452, 1)):
        try:
            fcntl.ioctl(3, request, struct.pack("i", number))
        except OSError:
            pass
    # Its socket is full, and the owner is signalled when there is space again.
    os.set_blocking(3, False)
    try:
        os.write(3, b"\x01\x00\x00\x00")
        while True:
            os.write(3, bytes(1 << 16))
    except BlockingIOError:
        pass
    time.sleep(3600)
