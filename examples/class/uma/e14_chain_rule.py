"""e14: the chain rule, one weight and one neuron by hand."""

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    """Follow one neuron forward to its cost, and the slopes of the cost back to its inputs."""
    z = w * a_previous + b
    a = sigmoid(z)
    common = 2 * (a - y) * sigmoid_prime(z)
    return {
        "z": z,
        "a": a,
        "cost": (a - y) ** 2,
        "dw": common * w,
        "db": common,
        "da_previous": common * a_previous,
    }


def nudges(w, b, a_previous):
    """Tell which kind of number, nudged by itself, raises a neuron's activation most."""
    raise NotImplementedError("e14 nudges: replace this line")
