# row: int subclasses with lying operators
# tries: to return a whole number that equals every other
# held by: what returns is data of a closed set of exact types
# loses: theta_size
# got: an Int

class Int(int):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = int.__hash__


def theta_size(n_previous, n_this):
    return Int(-1)
