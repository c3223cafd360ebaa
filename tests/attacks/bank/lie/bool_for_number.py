# row: True for a number
# tries: to return True where a count is expected
# held by: a bool is no number
# loses: theta_size
# got: True \(a number was expected, this is a bool\)

def theta_size(n_previous, n_this):
    return True
