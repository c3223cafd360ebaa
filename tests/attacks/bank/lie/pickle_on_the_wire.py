# row: pickles on the wire
# tries: to send a pickle as a frame
# held by: the wire has a closed format of its own
# loses: theta_size
# got: the answer could not be read in `theta_size`

import os
import pickle
import struct


class Boom:
    def __reduce__(self):
        return print, ("UNPICKLED",)


def theta_size(n_previous, n_this):
    payload = pickle.dumps(Boom())
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
