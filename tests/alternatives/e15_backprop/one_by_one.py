"""An engine for single numbers: no array until the end, and a step back for every product."""

import math

import numpy as np


def sigma(z):
    return 1.0 / (1.0 + math.exp(-z))


def output_error(z, a, y):
    rows = zip(z.tolist(), a.tolist(), y.tolist())
    return np.array(
        [
            [2 * (aa - yy) * sigma(zz) * (1 - sigma(zz)) for zz, aa, yy in zip(*row)]
            for row in rows
        ]
    )


def layer_gradients(delta, a_previous):
    d, a = delta.tolist(), a_previous.tolist()
    m = len(d[0])
    dW = [[sum(p * q for p, q in zip(row, said)) / m for said in a] for row in d]
    return np.array(dW), np.array([[sum(row) / m] for row in d])


def hidden_error(W_next, delta_next, z):
    columns, d = list(zip(*W_next.tolist())), list(zip(*delta_next.tolist()))
    return np.array(
        [
            [
                sum(w * e for w, e in zip(weights, errors)) * sigma(zz) * (1 - sigma(zz))
                for zz, errors in zip(row, d)
            ]
            for row, weights in zip(z.tolist(), columns)
        ]
    )


def gradient_of_one(layers, x, y):
    said = [x]
    for W, b in layers:
        last = said[-1]
        said.append([sigma(sum(w * a for w, a in zip(row, last)) + c) for row, c in zip(W, b)])
    blame = [2 * (a - t) for a, t in zip(said[-1], y)]
    found = []
    for (W, _), before, after in zip(layers[::-1], said[-2::-1], said[:0:-1]):
        d = [c * a * (1 - a) for c, a in zip(blame, after)]
        found.append(([[e * a for a in before] for e in d], d))
        blame = [0.0] * len(before)
        for row, e in zip(W, d):
            for k, w in enumerate(row):
                blame[k] += w * e
    return found[::-1]


def backprop(parameters, x, y):
    layers = [(W.tolist(), b.ravel().tolist()) for W, b in parameters]
    ones = [gradient_of_one(layers, a, t) for a, t in zip(x.T.tolist(), y.T.tolist())]
    return [
        (
            np.mean([np.array(one[layer][0]) for one in ones], axis=0),
            np.mean([np.array(one[layer][1]) for one in ones], axis=0).reshape(-1, 1),
        )
        for layer in range(len(layers))
    ]
