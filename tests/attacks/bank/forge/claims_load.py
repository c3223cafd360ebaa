# row: writing to the protocol socket: a busy machine
# tries: to reply that the machine was so busy that its call was stopped
# held by: a limit is no ending that a reply may claim
# loses: theta_size
# got: the answer could not be read in `theta_size`

import gc


def theta_size(n_previous, n_this):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    why = "this machine was so busy that the call was stopped"
    connection.send({"id": connection.request, "ending": "stopped", "text": why})
    return -1
