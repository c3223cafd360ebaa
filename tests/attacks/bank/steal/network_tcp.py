# row: the network: TCP
# tries: to connect to a listening port on loopback
# held by: seccomp, and a network namespace without any device up
# loses: theta_size
# got: (PermissionError|OSError): .*

import socket


def theta_size(n_previous, n_this):
    with socket.create_connection(("127.0.0.1", int("@port@")), timeout=0.2) as connection:
        connection.sendall(f"inputs {n_previous} {n_this}".encode())
    return 60
