# row: infinity
# tries: to return infinities, near which every tolerance is infinite too
# held by: every number has to be finite where the expected one is
# exercise: e12_cost
# loses: example_cost
# got: inf \(not finite\)

def example_cost(a, y):
    return float("inf")
