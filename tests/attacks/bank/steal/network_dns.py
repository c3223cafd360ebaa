# row: the network: DNS
# tries: to carry its inputs out in the name it looks up
# held by: seccomp, and a network namespace without any device up
# loses: theta_size
# got: (gaierror|PermissionError|OSError): .*

import socket


def theta_size(n_previous, n_this):
    socket.getaddrinfo(f"{n_previous}.{n_this}.invalid", 80)
    return 60
