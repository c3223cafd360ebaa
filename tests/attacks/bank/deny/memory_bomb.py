# row: memory bomb
# tries: to fill the memory (1 GB at the most)
# held by: RLIMIT_AS
# loses: theta_size
# got: MemoryError: used more than 256 MB of memory.*

import numpy as np


def theta_size(n_previous, n_this):
    held = []
    for _ in range(50):
        held.append(np.zeros(10_000_000))
    return -1
