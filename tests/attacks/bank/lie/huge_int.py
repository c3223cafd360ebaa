# row: huge ints
# tries: to return a number that takes minutes to print
# held by: whole numbers have 64 bits
# loses: theta_size
# got: a whole number too large for 64 bits

def theta_size(n_previous, n_this):
    return 1 << 10_000_000
