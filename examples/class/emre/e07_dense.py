import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def pre_activation(W, b, a):
    return W.dot(a) + b


def dense_forward(W, b, a):
    return sigmoid(W.dot(a) + b)
