# row: a reply whose list has more items than a machine can count
# tries: to have the trusted side fail over the number, so that the submission has no mark and no 0
# held by: a head's numbers are bounded before it is parsed
# loses: theta_size
# got: the answer could not be read in `theta_size`

import os
import struct


def theta_size(n_previous, n_this):
    head = b"[[3,99999999999999999999],0,0,0,0]"
    payload = struct.pack(">I", len(head)) + head
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
