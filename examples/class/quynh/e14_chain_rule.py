import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    z = w * a_previous + b
    a = sigmoid(z)
    common = 2 * (y - a) * sigmoid_prime(z)
    return {
        "z": z,
        "a": a,
        "cost": (a - y) ** 2,
        "dw": common * a_previous,
        "db": common,
        "da_previous": common * w,
    }


def nudges(w, b, a_previous):
    names = ["bias", "weights", "previous activations"]
    sizes = [1, np.abs(a_previous).max(), np.abs(w).max()]
    return names[int(np.argmax(sizes))]
