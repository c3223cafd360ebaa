# row: segfault
# tries: to crash the interpreter
# held by: it is the student's own process alone
# loses: theta_size
# got: the process was ended by signal 11 \(a crash inside a library\) in `theta_size`

import ctypes


def theta_size(n_previous, n_this):
    return ctypes.string_at(0)
