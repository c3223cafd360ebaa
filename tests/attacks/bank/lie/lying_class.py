# row: a lying __class__ and metaclass
# tries: to make isinstance and type comparisons say "int"
# held by: types are asked for by identity alone
# loses: theta_size
# got: an int

class Meta(type):
    __eq__ = lambda self, other: True
    __hash__ = type.__hash__
    __instancecheck__ = lambda self, value: True


class Liar(metaclass=Meta):
    __class__ = property(lambda self: int)
    __eq__ = lambda self, other: True


Liar.__name__ = "int"


def theta_size(n_previous, n_this):
    return Liar()
