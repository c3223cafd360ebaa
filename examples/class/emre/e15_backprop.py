import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def output_error(z, a, y):
    return 2 * (a - y) * a * (1 - a)


def layer_gradients(delta, a_previous):
    m = delta.shape[1]
    return delta.dot(a_previous.T) / m, delta.mean(axis=1).reshape(-1, 1)


def hidden_error(W_next, delta_next, z):
    s = sigmoid(z)
    return W_next.T.dot(delta_next) * s * (1 - s)


def backprop(parameters, x, y):
    def walk(layer, a):
        """Gradients of this layer and all after it, and the blame for a."""
        W, b = parameters[layer]
        out = sigmoid(W.dot(a) + b)
        if layer == len(parameters) - 1:
            later, blame = [], 2 * (out - y)
        else:
            later, blame = walk(layer + 1, out)
        delta = blame * out * (1 - out)
        dW = delta.dot(a.T) / m
        db = delta.mean(axis=1).reshape(-1, 1)
        return [(dW, db)] + later, W.T.dot(delta)

    m = x.shape[1]
    return walk(0, x)[0]
