# row: a reply that claims more than it holds
# tries: to have billions of items set aside by a frame of a few bytes
# held by: nothing is set aside before its bytes have been seen
# loses: theta_size
# got: the answer could not be read in `theta_size`

import os
import struct


def theta_size(n_previous, n_this):
    head = b"[[3,4000000000],4000000000,0,0,0]"
    payload = struct.pack(">I", len(head)) + head + b"\0" * 100
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
