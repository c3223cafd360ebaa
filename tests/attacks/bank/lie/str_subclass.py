# row: str subclasses with lying operators
# tries: to return a text that equals every number
# held by: what returns is data of a closed set of exact types
# loses: theta_size
# got: a Str

class Str(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__


def theta_size(n_previous, n_this):
    return Str("60")
