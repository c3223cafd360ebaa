from exercises.e04_sigmoid import sigmoid


def chain(w, b, a_previous, y):
    z = w * a_previous + b
    a = sigmoid(z)
    common = 2 * (a - y)
    return {
        "z": z,
        "a": a,
        "cost": (a - y) ** 2,
        "dw": common * a_previous,
        "db": common,
        "da_previous": common * w,
    }


def nudges(w, b, a_previous):
    bias = 1
    weights = max(a_previous)
    previous = max(w)
    best = max(bias, weights, previous)
    if best == bias:
        return "bias"
    return "weights" if best == weights else "previous activations"
