# row: ndarray subclasses with lying operators
# tries: to return an array whose differences are all zero
# held by: a subclass is refused, whatever it overrides
# exercise: e12_cost
# loses: cost_prime
# got: a Lying; return a plain numpy array

class Lying(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return np.zeros((10, 1))

    def __array_finalize__(self, other):
        pass


def cost_prime(a, y):
    return np.ones_like(a).view(Lying)
