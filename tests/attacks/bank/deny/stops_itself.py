# row: stopping itself
# tries: to stop, so that the grader waits for ever
# held by: the waiting time of a call is taken from outside; the first process of a namespace cannot be stopped
# loses: theta_size
# got: stopped after 0\.\d+ s of waiting in `theta_size`.*|None \(.*

import os
import signal


def theta_size(n_previous, n_this):
    os.kill(os.getpid(), signal.SIGSTOP)
