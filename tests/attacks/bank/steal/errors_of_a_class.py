# row: errors of a class that is supplied
# tries: to learn from the errors of the trusted side how the correct earlier class is written
# held by: of an error of what is supplied its class alone is told
# exercise: e17_regression
# loses: everything
# printed: ValueError: TwoLayerPerceptron.forward_pass of exercises.e16_debug cannot work with these arguments
# absent: matmul

from exercises.e16_debug import TwoLayerPerceptron

_perceptron = TwoLayerPerceptron(2, 3, 1, np.random.default_rng(1))
for _method, _arguments in (
    ("forward_pass", [np.ones((4, 7))]),
    ("forward_pass", ["text"]),
    ("backwards_pass", [None, 1.0]),
    ("backwards_pass", [(1, 2, 3, 4), 1.0]),
    ("subtract_gradients", [{"W1": 1.0}, 0.1]),
):
    try:
        print("told", getattr(_perceptron, _method)(*_arguments))
    except Exception as _error:
        print(f"{type(_error).__name__}: {_error}")


def make_products(n, rng):
    return None


def scale(X, y):
    return None


def fit(X, Y, n_hidden, lr, steps, rng):
    return None


def r_squared(Y, predictions):
    return None
