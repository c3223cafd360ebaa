# row: its own timers
# tries: to set its clocks and limits back
# held by: the clock is the kernel's, read from outside
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

import resource
import signal


def theta_size(n_previous, n_this):
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))
    except (OSError, ValueError):
        pass
    while True:
        pass
