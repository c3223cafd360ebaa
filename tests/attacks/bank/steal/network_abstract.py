# row: abstract Unix sockets
# tries: to reach a socket that has no file
# held by: seccomp, Landlock's scopes and the network namespace
# loses: theta_size
# got: PermissionError: .*

import socket


def theta_size(n_previous, n_this):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect("\0@abstract@")
        connection.sendall(b"inputs")
    return 60
