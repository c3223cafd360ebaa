# row: a reply of as many objects as fit
# tries: to have a million bytes become hundreds of megabytes of lists and dicts
# held by: a head is bounded, in bytes, levels and items, before it is parsed
# loses: theta_size
# got: the process answered out of turn in `theta_size`|checking this answer took more than .* of computing

import os
import struct


def theta_size(n_previous, n_this):
    head = b"[[0" + b",[0,[2],[0,[2]]]" * 60_000 + b"],0,0,0,0]"
    payload = struct.pack(">I", len(head)) + head
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
