# row: broadcastable but wrong shapes
# tries: to return a shape that broadcasts to the right one
# held by: the shape is compared before any value
# exercise: e12_cost
# loses: cost_prime
# got: .*shape \(\d+, \d+\) was expected, this is \(1, \d+, \d+\)\)

def cost_prime(a, y):
    return (2.0 * (a - y))[None]
