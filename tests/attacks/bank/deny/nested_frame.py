# row: a reply that is deeper than a stack
# tries: to overflow the stack of whoever decodes the reply
# held by: 24 levels at the most
# loses: theta_size
# got: the answer could not be read in `theta_size`

import os
import struct


def theta_size(n_previous, n_this):
    head = b"[" + b"[0," * 200_000 + b"0" + b"]" * 200_000 + b",0,0,0,0]"
    payload = struct.pack(">I", len(head)) + head
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
