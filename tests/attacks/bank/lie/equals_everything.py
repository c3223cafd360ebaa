# row: objects that equal everything
# tries: to return an object that is equal to every number
# held by: what returns is data of a closed set of exact types
# loses: theta_size
# got: an Anything

class Anything:
    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __le__ = __ge__ = __eq__
    __hash__ = None
    __bool__ = lambda self: True
    __sub__ = __rsub__ = __abs__ = lambda self, *other: self
    __float__ = lambda self: 60.0
    __int__ = __index__ = lambda self: 60


def theta_size(n_previous, n_this):
    return Anything()
