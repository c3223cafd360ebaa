# row: writing to the protocol socket: what the call changed
# tries: to reply that it changed arguments that it never had, over whose names the trusted side might fail
# held by: positions that no argument has are left out
# loses: nothing

import gc


def theta_size(n_previous, n_this):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    kind = type(connection)
    send = kind.send
    reply = {"id": connection.request, "ending": "returned", "value": n_this * (n_previous + 1)}
    send(connection, {**reply, "changed": [-1, -(2**63), 2, 10**6, 2**63 - 1]})

    def once(self, message):
        kind.send = send

    kind.send = once  # the worker's own reply would be out of turn
