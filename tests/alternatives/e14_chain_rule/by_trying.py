"""The nudges by trying each of them, up and down; the chain as arrays that end as floats."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    W, B, A = np.array([[w]]), np.array([[b]]), np.array([[a_previous]])
    z = W @ A + B
    a = sigmoid(z)
    delta = 2 * (a - y) * sigmoid_prime(z)
    found = {"z": z, "a": a, "cost": (a - y) ** 2, "dw": delta @ A.T, "db": delta}
    found["da_previous"] = W.T @ delta
    return {name: float(value[0, 0]) for name, value in found.items()}


def nudges(w, b, a_previous):
    def said(w, b, a):
        return float(sigmoid(np.dot(w, a) + b))

    best = {"bias": 0.0, "weights": 0.0, "previous activations": 0.0}
    for step in (1e-4, -1e-4):
        best["bias"] = max(best["bias"], said(w, b + step, a_previous))
        for k in range(len(w)):
            nudge = np.zeros(len(w))
            nudge[k] = step
            best["weights"] = max(best["weights"], said(w + nudge, b, a_previous))
            raised = said(w, b, a_previous + nudge)
            best["previous activations"] = max(best["previous activations"], raised)
    return max(best, key=best.get)
