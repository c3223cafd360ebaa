# row: ignoring signals
# tries: to ignore every signal that can be ignored
# held by: SIGKILL cannot be
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

import signal


def theta_size(n_previous, n_this):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
