"""One example at a time."""

import numpy as np


class TwoLayerPerceptron:
    def __init__(self, n_inputs, n_hidden, n_outputs, rng):
        self.W1 = rng.normal(scale=(2 / n_inputs) ** 0.5, size=(n_inputs, n_hidden))
        self.W2 = rng.normal(scale=(2 / n_hidden) ** 0.5, size=(n_hidden, n_outputs))
        self.b1 = np.zeros((n_hidden,))
        self.b2 = np.zeros((n_outputs,))

    def forward_pass(self, X):
        outputs, kept = [], []
        for x in X:
            z = np.array([x @ self.W1[:, j] + self.b1[j] for j in range(len(self.b1))])
            h = np.array([max(0.0, value) for value in z])
            outputs.append(h @ self.W2 + self.b2)
            kept.append((x, z, h, outputs[-1]))
        return np.array(outputs), kept

    def backwards_pass(self, cache, Y):
        totals = {name: np.zeros_like(getattr(self, name)) for name in ("W1", "b1", "W2", "b2")}
        for (x, z, h, out), y in zip(cache, Y):
            r = (out - y) / len(cache)
            d = (self.W2 @ r) * np.heaviside(z, 0.0)
            totals["W2"] += np.outer(h, r)
            totals["b2"] += r
            totals["W1"] += np.outer(x, d)
            totals["b1"] += d
        return totals

    def subtract_gradients(self, gradients, lr):
        for name, gradient in gradients.items():
            vars(self)[name] = vars(self)[name] - lr * gradient
