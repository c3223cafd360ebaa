# row: empty shapes
# tries: to return an array without entries, of which "all are close" is true
# held by: the shape is compared before any value
# exercise: e12_cost
# loses: cost_prime
# got: .*shape \(\d+, \d+\) was expected, this is \(0,\)\)

def cost_prime(a, y):
    return np.array([])
