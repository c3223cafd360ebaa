# row: KeyboardInterrupt
# tries: to interrupt the run, which pytest does not count as a failure
# held by: an exception crosses the wire as its name alone
# loses: theta_size
# got: KeyboardInterrupt: .*

def theta_size(n_previous, n_this):
    raise KeyboardInterrupt
