"""Reverse mode on a tape of arrays: each operation remembers how to send a slope back."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


class Node:
    def __init__(self, value, back=lambda slope: None):
        self.value, self.slope, self.back = value, np.zeros(np.shape(value)), back


def take(node, slope):
    node.slope = node.slope + slope


def product(left, right):
    def back(slope):
        take(left, slope @ right.value.T)
        take(right, left.value.T @ slope)

    return Node(left.value @ right.value, back)


def plus(z, b):
    def back(slope):
        take(z, slope)
        take(b, slope.sum(axis=1, keepdims=True))

    return Node(z.value + b.value, back)


def squash(z):
    a = sigmoid(z.value)
    return Node(a, lambda slope: take(z, slope * a * (1 - a)))


def output_error(z, a, y):
    node = Node(z)
    squash(node).back(2 * (a - y))
    return node.slope


def layer_gradients(delta, a_previous):
    W, b, a = Node(np.zeros((len(delta), len(a_previous)))), Node(np.zeros((len(delta), 1))), a_previous
    z = product(W, Node(np.asarray(a, dtype=float)))
    plus(z, b).back(delta / delta.shape[1])
    z.back(z.slope)
    return W.slope, b.slope


def hidden_error(W_next, delta_next, z):
    node = Node(z)
    a = squash(node)
    product(Node(W_next), a).back(delta_next)
    a.back(a.slope)
    return node.slope


def backprop(parameters, x, y):
    pairs = [(Node(W), Node(b)) for W, b in parameters]
    tape = [Node(np.asarray(x, dtype=float))]
    for W, b in pairs:
        for step in (lambda a: product(W, a), lambda z: plus(z, b), squash):
            tape.append(step(tape[-1]))
    take(tape[-1], 2 * (tape[-1].value - y) / np.shape(x)[1])
    for node in reversed(tape):
        node.back(node.slope)
    return [(W.slope, b.slope) for W, b in pairs]
