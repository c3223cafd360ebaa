import numpy as np


class TwoLayerPerceptron:
    def __init__(self, n_inputs, n_hidden, n_outputs, rng):
        self.W1 = np.sqrt(2 / n_inputs) * rng.standard_normal((n_inputs, n_hidden))
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = np.sqrt(2 / n_hidden) * rng.standard_normal((n_hidden, n_outputs))
        self.b2 = np.zeros((1, n_outputs))

    def forward_pass(self, X):
        Z = X @ self.W1 + self.b1
        H = np.where(Z > 0, Z, 0)
        out = H @ self.W2 + self.b2
        return out, {"X": X, "Z": Z, "H": H, "out": out}

    def backwards_pass(self, cache, Y):
        N = cache["X"].shape[0]
        if Y.ndim == 1:
            Y = Y[:, None]
        d = (cache["out"] - Y) / N
        g = {"W2": cache["H"].T @ d, "b2": d.sum(axis=0, keepdims=True)}
        d = d @ self.W2.T
        d[cache["Z"] <= 0] = 0
        g["W1"] = cache["X"].T @ d
        g["b1"] = d.sum(axis=0, keepdims=True)
        return g

    def subtract_gradients(self, gradients, lr):
        for name in gradients:
            setattr(self, name, getattr(self, name) - lr * gradients[name])
