# row: huge broadcast views
# tries: to return one number that claims to be eight terabytes
# held by: sizes are summed up before anything is copied
# exercise: e12_cost
# loses: cost_prime
# got: a value of more than 64 MB

def cost_prime(a, y):
    return np.broadcast_to(1.0, (1_000_000, 1_000_000))
