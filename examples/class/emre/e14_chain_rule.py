import math


def chain(w, b, a_previous, y):
    z = b + a_previous * w
    a = 1 / (1 + math.exp(-z))
    miss = y - a
    delta = -2 * miss * (a - a * a)
    return dict(
        da_previous=delta * w, dw=delta * a_previous, db=delta, cost=miss * miss, a=a, z=z
    )


def nudges(w, b, a_previous):
    by_weights = max(a_previous)
    by_activations = max(abs(one) for one in w)
    if by_weights < 1 and by_activations < 1:
        return "bias"
    if by_activations > by_weights:
        return "previous activations"
    return "weights"
