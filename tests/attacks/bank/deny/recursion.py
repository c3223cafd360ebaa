# row: recursion
# tries: to overflow the stack
# held by: it is the student's own process alone
# loses: theta_size
# got: (the process was ended by signal 11|RecursionError|MemoryError|stopped after).*

import sys


def theta_size(n_previous, n_this):
    sys.setrecursionlimit(10**9)
    return theta_size(n_previous, n_this)
