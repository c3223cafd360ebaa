# row: the network: every kind of socket
# tries: to open sockets of every family, pairs of them, and to use its session's for another address
# held by: seccomp; an empty network namespace holds those that reach out
# loses: theta_size
# got: PermissionError: refused 13 of 13 .*

import socket

# Unix, IPv4, IPv6, netlink, packets, RDS, CAN, TIPC, Bluetooth, alg, vsock
_FAMILIES = (1, 2, 10, 16, 17, 21, 29, 30, 31, 38, 40)


def _lead_elsewhere():
    own = socket.socket(fileno=3)
    try:
        own.connect("\0@abstract@")
    finally:
        own.detach()


def theta_size(n_previous, n_this):
    refused = 0
    for family in _FAMILIES:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            try:
                socket.socket(family, kind).close()
                break
            except OSError:
                pass
        else:
            refused += 1
    for attempt in (socket.socketpair, _lead_elsewhere):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 13")
