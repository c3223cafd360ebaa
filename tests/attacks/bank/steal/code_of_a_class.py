# row: reading the code of a class that is supplied
# tries: to find the correct earlier class behind its stand-in, in its methods or its objects
# held by: a stand-in asks the trusted side; it holds no code but the question
# exercise: e17_regression
# loses: everything
# printed: holds \['TwoLayerPerceptron'\] .*None.*\nkeeps \['W1', 'W2', 'b1', 'b2'\]
# absent: maximum

import gc
import inspect
import pickle

import exercises.e16_debug as _e16

_kind = _e16.TwoLayerPerceptron
_names = [name for name in vars(_e16) if name[0] != "_"]
print("holds", _names, _kind.forward_pass.__code__.co_consts)
print("keeps", sorted(vars(_kind(2, 3, 1, np.random.default_rng(1)))))
for _look in (inspect.getsource, pickle.dumps, gc.get_referents):
    try:
        print("found", _look(_kind))
    except (OSError, TypeError, pickle.PicklingError) as _error:
        print("nothing:", _error)


def make_products(n, rng):
    return None


def scale(X, y):
    return None


def fit(X, Y, n_hidden, lr, steps, rng):
    return None


def r_squared(Y, predictions):
    return None
