# row: NaN
# tries: to return NaN, of which no comparison says that it is too far away
# held by: every number has to be finite where the expected one is
# exercise: e12_cost
# loses: cost_prime
# got: .*not finite at \[0, 0\]\)

def cost_prime(a, y):
    return np.full_like(a, np.nan)
