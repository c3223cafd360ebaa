# row: object arrays
# tries: to return an array of objects that equal everything
# held by: arrays hold plain numbers or are refused
# exercise: e12_cost
# loses: cost_prime
# got: an array of dtype object, where real numbers were expected

class Anything:
    __eq__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0


def cost_prime(a, y):
    return np.full(a.shape, Anything(), dtype=object)
