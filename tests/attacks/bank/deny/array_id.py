# row: a reply whose number is an array
# tries: to have the trusted side fail over a comparison, so that the submission has no mark and no 0
# held by: a reply's number is an int, or the reply is out of turn
# loses: theta_size
# got: the process answered out of turn in `theta_size`

import os
import struct


def theta_size(n_previous, n_this):
    ones = b"\x05\x01" + struct.pack("<I", 2) + struct.pack("<2B", 1, 1)
    head = b"[[2,7],0,0,1,2]"
    payload = struct.pack(">I", len(head)) + head + struct.pack("<I", 2) + b"id" + ones
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
