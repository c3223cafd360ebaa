# row: a reply that is deeper than a stack
# tries: to overflow the stack of whoever decodes the reply
# held by: 24 levels at the most
# points: 4.06
# got: the answer could not be read in `theta_size`

import os
import struct


def theta_size(n_previous, n_this):
    payload = b"\xdd\x00\x00\x00\x01" * 20_000 + b"\xc0"
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
