"""Neuron by neuron, with the sums of the formulas written out."""

import math

import numpy as np


def sigma(z):
    return 1.0 / (1.0 + math.exp(-z))


def slope(z):
    return sigma(z) * (1.0 - sigma(z))


def output_error(z, a, y):
    delta = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            delta[i, j] = 2 * (a[i, j] - y[i, j]) * slope(z[i, j])
    return delta


def layer_gradients(delta, a_previous):
    m = delta.shape[1]
    dW = np.zeros((delta.shape[0], a_previous.shape[0]))
    db = np.zeros((delta.shape[0], 1))
    for i in range(dW.shape[0]):
        for j in range(m):
            db[i, 0] += delta[i, j] / m
            for k in range(dW.shape[1]):
                dW[i, k] += delta[i, j] * a_previous[k, j] / m
    return dW, db


def hidden_error(W_next, delta_next, z):
    delta = np.zeros(z.shape)
    for k in range(z.shape[0]):
        for j in range(z.shape[1]):
            blame = 0.0
            for i in range(W_next.shape[0]):
                blame += W_next[i, k] * delta_next[i, j]
            delta[k, j] = blame * slope(z[k, j])
    return delta


def backprop(parameters, x, y):
    zs = []
    activations = [x]
    for W, b in parameters:
        z = W @ activations[-1] + b
        zs.append(z)
        activations.append(np.vectorize(sigma)(z))

    delta = output_error(zs[-1], activations[-1], y)
    gradients = []
    for layer in range(len(parameters) - 1, -1, -1):
        W, b = parameters[layer]
        gradients.append(layer_gradients(delta, activations[layer]))
        if layer:
            delta = hidden_error(W, delta, zs[layer - 1])
    return gradients[::-1]
