# row: claim to be blocked
# tries: to blame an exercise of somebody else, so that the failure becomes "blocked"
# held by: a blocked check has no points, and nothing that e10 needs can be supplied
# loses: theta_size
# state: blocked

def theta_size(n_previous, n_this):
    raise NotImplementedError("e12 cost: replace this line")
