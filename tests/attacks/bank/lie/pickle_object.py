# row: objects with __reduce__
# tries: to return an object that runs code when it is copied or unpickled
# held by: what returns is data of a closed set of exact types
# loses: theta_size
# got: a Boom
# absent: REDUCED

class Boom:
    def __reduce_ex__(self, version):
        print("REDUCED")
        return print, ("REDUCED",)

    __deepcopy__ = __copy__ = lambda self, *_: print("REDUCED")


def theta_size(n_previous, n_this):
    return Boom()
