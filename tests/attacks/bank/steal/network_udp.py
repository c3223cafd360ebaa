# row: the network: UDP
# tries: to send its inputs to a port on loopback
# held by: seccomp, and a network namespace without any device up
# loses: theta_size
# got: (PermissionError|OSError): .*

import socket


def theta_size(n_previous, n_this):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"inputs", ("127.0.0.1", int("@udp@")))
    return 60
