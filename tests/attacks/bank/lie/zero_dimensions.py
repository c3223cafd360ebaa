# row: 0-d arrays
# tries: to return a 0-d array where a column is expected
# held by: the shape is compared before any value
# exercise: e12_cost
# loses: cost_prime
# got: .*shape \(\d+, \d+\) was expected, this is \(\)\)

def cost_prime(a, y):
    return np.array(0.86)
