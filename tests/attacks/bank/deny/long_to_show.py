# row: values that are long to show
# tries: to return 256 arrays of eight axes, which take half a minute to be written on one line
# held by: the kernel ends a process that computes longer than a check may, and the check with it
# loses: theta_size
# got: checking this answer took more than 1 s of computing

import numpy as np


def theta_size(n_previous, n_this):
    inner = {f"{number}": np.zeros((4,) * 8, np.uint8) for number in range(16)}
    return {f"{number}": inner for number in range(16)}
