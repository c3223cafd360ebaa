"""e16: a two-layer perceptron to repair."""

import numpy as np


class TwoLayerPerceptron:
    def __init__(self, n_inputs, n_hidden, n_outputs, rng):
        # self. was missing
        self.W1 = rng.normal(0.0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden))
        self.W2 = rng.normal(0.0, np.sqrt(2 / n_hidden), (n_hidden, n_outputs))
        # there have to be two biases, and zeros has no size=
        self.b1 = np.zeros(n_hidden)
        self.b2 = np.zeros(n_outputs)

    def forward_pass(self, X):
        before = X @ self.W1 + self.b1
        hidden = np.maximum(0.0, before)
        output = hidden @ self.W2 + self.b2
        # X and before were missing here
        return output, (X, before, hidden, output)

    # Y was missing
    def backwards_pass(self, cache, Y):
        X, before, hidden, output = cache
        # (5,) would make a (5, 5) out of it
        Y = Y.reshape(output.shape)
        # no square! the slope is the difference
        residual = (output - Y) / len(X)
        # transposed, and only the neurons that were not silent
        blame = (residual @ self.W2.T) * (before > 0)
        return {
            "W1": X.T @ blame,
            "b1": blame.sum(axis=0),
            # .T was missing
            "W2": hidden.T @ residual,
            # axis 0 are the examples
            "b2": residual.sum(axis=0),
        }

    def subtract_gradients(self, gradients, lr):
        # minus, and lr was forgotten
        self.W1 -= lr * gradients["W1"]
        self.b1 -= lr * gradients["b1"]
        self.W2 -= lr * gradients["W2"]
        self.b2 -= lr * gradients["b2"]
