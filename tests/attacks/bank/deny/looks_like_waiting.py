# row: sleep that looks like a wait for a processor
# tries: to sleep, and to run for a moment whenever the trusted side looks, so that the machine is blamed
# held by: a thread waits for a processor if it can run at two looks and has not run between them
# loses: theta_size
# got: stopped after 0\.\d+ s of waiting in `theta_size`.*|this .* 4 s.*
# final: yes

import os
import time


def _run(until):
    while time.perf_counter() < until:
        pass


def theta_size(n_previous, n_this):
    begun = time.perf_counter()
    time.sleep(0.765)
    os.write(1, b".")  # what is printed is collected at once, and then the trusted side looks
    time.sleep(0.026)
    _run(begun + 0.815)  # in which the limit is met
    while True:
        time.sleep(0.025)
        os.write(1, b".")
        _run(time.perf_counter() + 0.006)
