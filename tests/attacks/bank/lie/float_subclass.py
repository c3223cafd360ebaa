# row: float subclasses with lying operators
# tries: to return a number from which every distance is zero
# held by: what returns is data of a closed set of exact types
# exercise: e12_cost
# loses: example_cost
# got: a Float

class Float(float):
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
    __eq__ = lambda self, other: True


def example_cost(a, y):
    return Float(-1)
