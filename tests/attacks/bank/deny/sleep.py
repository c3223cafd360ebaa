# row: sleep
# tries: to wait for an hour without computing
# held by: the waiting time of a call is taken from outside
# loses: theta_size
# got: stopped after 0\.\d+ s of waiting in `theta_size`; does it sleep or wait for input\?

import time


def theta_size(n_previous, n_this):
    time.sleep(3600)
