# row: writing to the protocol socket: a length
# tries: to announce a frame of 4 GB
# held by: a length above 64 MB is refused before anything is read
# loses: theta_size
# got: the answer could not be read in `theta_size`

import os


def theta_size(n_previous, n_this):
    os.write(3, b"\xff\xff\xff\xff")
    return -1
