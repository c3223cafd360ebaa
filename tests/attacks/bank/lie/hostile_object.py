# row: an object whose attributes lie, in a check of several steps
# tries: to show other weights each time one looks, and arrays of a class of its own
# held by: steps are made where the object is, and what comes back is data of a closed set of types
# exercise: e16_debug
# loses: test_init, test_hidden_sums, test_forward_pass, test_blame, test_backwards_pass, test_subtract_gradients, test_the_worked_example, test_three_rounds, test_gradients_of_any_sizes, test_a_doubled_batch_has_the_same_gradients
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
