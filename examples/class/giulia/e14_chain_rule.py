# e14 The chain rule

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    result = {}
    result["z"] = np.dot(w, a_previous) + b
    result["a"] = sigmoid(result["z"])
    result["cost"] = np.square(result["a"] - y)

    dC_da = 2 * (result["a"] - y)
    da_dz = sigmoid_prime(result["z"])
    dz_dw, dz_db, dz_da = a_previous, 1, w
    result["dw"] = dC_da * da_dz * dz_dw
    result["db"] = dC_da * da_dz * dz_db
    result["da_previous"] = dC_da * da_dz * dz_da
    return result


def nudges(w, b, a_previous):
    names = ["bias", "weights", "previous activations"]
    sizes = [1, np.abs(a_previous).max(), np.abs(w).max()]
    return names[int(np.argmax(sizes))]
