# row: using up the time of the submission
# tries: to be slow everywhere, just within the limit of a call
# held by: all calls of a submission have a budget together
# base: wrong
# loses: everything
# got: .*

import time


def _slow(sizes, n_this=0):
    time.sleep(0.5)
    return -1


count_weights = count_biases = count_parameters = count_by_layer = theta_size = _slow
