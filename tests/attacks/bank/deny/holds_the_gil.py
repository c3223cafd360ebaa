# row: C loops that hold the GIL
# tries: to loop where no Python code can interrupt
# held by: the clock is another process's
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

import itertools


def theta_size(n_previous, n_this):
    return sum(itertools.repeat(1))
