# row: an endless reply
# tries: to reply so slowly that nobody sees the end
# held by: the waiting time of a call is taken from outside
# loses: theta_size
# got: stopped after 0\.\d+ s of waiting in `theta_size`.*

import os
import time


def theta_size(n_previous, n_this):
    os.write(3, b"\x00\x10\x00\x00")
    while True:
        os.write(3, b"\xdd")
        time.sleep(0.01)
