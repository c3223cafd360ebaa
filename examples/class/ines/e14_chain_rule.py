"""e14: the chain rule, one weight and one neuron by hand."""

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    """Follow one neuron forward to its cost, and the slopes of the cost back to its inputs."""
    z = w * a_previous + b
    a = sigmoid(z)
    common = (a - y) * sigmoid_prime(z)
    return {
        "z": z,
        "a": a,
        "cost": (a - y) ** 2,
        "dw": common * a_previous,
        "db": common,
        "da_previous": common * w,
    }


def nudges(w, b, a_previous):
    """Tell which kind of number, nudged by itself, raises a neuron's activation most."""
    bias = abs(b)
    weights = max(abs(w))
    previous = max(abs(a_previous))
    best = max(bias, weights, previous)
    if best == bias:
        return "bias"
    return "weights" if best == weights else "previous activations"
