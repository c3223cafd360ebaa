# row: writing to the protocol socket: a state
# tries: to give an object of the trusted side another class, and methods of its own
# held by: a state has the attributes that the manifest names, and no others
# exercise: e17_regression
# loses: fit
# got: TypeError: TwoLayerPerceptron\.forward_pass of exercises\.e16_debug cannot work with these arguments.*

import gc


def fit(X, Y, n_hidden, lr, steps, rng):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    state = dict.fromkeys(["W1", "b1", "W2", "b2", "__class__", "hidden_sums"], 1.0)
    method = "TwoLayerPerceptron.forward_pass"
    return connection._ask("exercises.e16_debug", method, [state, [["value", X]], {}], {})
