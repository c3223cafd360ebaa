# row: one endless line
# tries: to print a line without an end (8 MB at the most)
# held by: output is counted by the byte, whatever its lines
# loses: theta_size
# got: printed more than 1 MB in `theta_size`

import os


def theta_size(n_previous, n_this):
    for _ in range(128):
        os.write(2, b"x" * 2**16)
    return -1
