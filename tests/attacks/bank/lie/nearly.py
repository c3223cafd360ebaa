# row: a count that is nearly whole
# tries: to pass a float within the tolerance off as a count
# held by: counts are compared exactly, and are whole
# loses: theta_size
# got: .*a whole number \(int\) was expected, this is a float\)

def theta_size(n_previous, n_this):
    return (n_previous + 1) * n_this + 1e-12
