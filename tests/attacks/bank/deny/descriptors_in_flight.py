# row: descriptors in flight
# tries: to send descriptors to the grader over the session's socket
# held by: seccomp: no call that sends descriptors; the trusted side takes bytes alone
# loses: theta_size
# got: PermissionError: .*

import array
import os
import socket


def theta_size(n_previous, n_this):
    connection = socket.socket(fileno=3)
    held = array.array("i", [os.open("held", os.O_CREAT | os.O_RDWR) for _ in range(30)])
    for _ in range(8):
        connection.sendmsg(
            [b"\xff\xff\xff\xff"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, held)]
        )
    connection.detach()
    return -1
