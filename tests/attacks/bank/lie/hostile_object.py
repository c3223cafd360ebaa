# row: an object whose attributes lie, in a check of several steps
# tries: to show other weights each time one looks, and arrays of a class of its own
# held by: steps are made where the object is, and what comes back is data of a closed set of types
# exercise: e16_debug
# loses: everything
# got: .*

class _Right(np.ndarray):
    def __eq__(self, other):
        return True

    __sub__ = __rsub__ = lambda self, other: 0.0


_Honest = TwoLayerPerceptron


class TwoLayerPerceptron(_Honest):
    def __getattribute__(self, name):
        if name == "__class__":
            return np.ndarray
        found = object.__getattribute__(self, name)
        if isinstance(found, np.ndarray):
            return np.zeros_like(found).view(_Right)
        return found

    def __setattr__(self, name, value):
        object.__setattr__(self, name, np.asarray(value).view(_Right))
