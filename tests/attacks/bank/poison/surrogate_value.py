# row: lone surrogates in values
# tries: to return text that no UTF-8 file can hold
# held by: a string has to be valid Unicode
# loses: theta_size
# got: a string that is not valid Unicode

def theta_size(n_previous, n_this):
    return "\ud800"
