# row: a reply whose array has lengths that no array has
# tries: to have the trusted side fail over an array without items, 4 billion long in seven directions
# held by: a shape that NumPy does not take is no frame
# loses: theta_size
# got: the answer could not be read in `theta_size`

import gc
import os
import struct


def theta_size(n_previous, n_this):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    texts = ["id", "ending", "value", "returned"]
    text = "".join(texts).encode()
    head = f"[[2,4,5,7],0,1,{len(texts)},{len(text)}]".encode()
    columns = struct.pack("<q4I", connection.request, *map(len, texts))
    array = bytes((11, 8)) + struct.pack("<8I", 0, *[2**32 - 1] * 7)
    payload = struct.pack(">I", len(head)) + head + columns + text + array
    os.write(3, struct.pack(">I", len(payload)) + payload)
    return -1
