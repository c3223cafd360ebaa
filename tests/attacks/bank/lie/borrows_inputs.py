# row: changing the inputs and answering correctly
# tries: to use the caller's array as scratch space
# held by: a call that changes its arguments fails its check
# exercise: e12_cost
# loses: cost_prime
# got: a was changed in place.*

def cost_prime(a, y):
    a -= y
    return 2.0 * a
