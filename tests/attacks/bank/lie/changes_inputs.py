# row: changing the inputs so that the expected value changes too
# tries: to make both arguments equal, so that the right slopes would be zero
# held by: the call works on copies; what is expected comes of the originals
# exercise: e12_cost
# loses: cost_prime
# got: .*differ.*

def cost_prime(a, y):
    a[:] = y
    return np.zeros_like(a)
