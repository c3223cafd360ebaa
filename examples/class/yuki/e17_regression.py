"""e17: regression, a network that learns to multiply."""

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    """Draw pairs of numbers from 0 to 20, and multiply them."""
    X = rng.random((n, 2))
    return (X, X[:, [0]] * X[:, [1]])


def scale(X, y):
    """Bring inputs and products from 0…20 and 0…400 to 0…1."""
    return ((X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std())


def fit(X, Y, n_hidden, lr, steps, rng):
    """Train a new two-layer perceptron with all examples in every step."""
    p = TwoLayerPerceptron(X.shape[-1], n_hidden, Y.shape[-1], rng)
    for _ in range(steps):
        prediction, cache = p.forward_pass(X)
        p.subtract_gradients(gradients=p.backwards_pass(cache, Y), lr=lr)
    return p


def r_squared(Y, predictions):
    """Tell which share of the targets' variation the predictions explain."""
    targets, answers = Y.ravel().tolist(), predictions.ravel().tolist()
    mean = sum(targets) / len(targets)
    missed = sum((t - a) ** 2 for t, a in zip(targets, answers))
    return 1 - missed / sum((t - mean) ** 2 for t in targets)
