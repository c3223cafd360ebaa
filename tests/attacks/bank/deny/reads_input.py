# row: waiting for input
# tries: to wait for somebody to type
# held by: standard input is empty
# loses: theta_size
# got: EOFError: .*

def theta_size(n_previous, n_this):
    return int(input("how many? "))
