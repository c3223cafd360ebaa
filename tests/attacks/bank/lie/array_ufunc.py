# row: __array_ufunc__ objects
# tries: to answer every ufunc of the comparison itself
# held by: what returns is data of a closed set of exact types
# exercise: e12_cost
# loses: cost_prime
# got: an Ufunc

class Ufunc:
    shape, dtype, ndim = (10, 1), "float64", 2

    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return True


def cost_prime(a, y):
    return Ufunc()
