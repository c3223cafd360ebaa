import numpy as np


class TwoLayerPerceptron:
    def __init__(self, n_inputs, n_hidden, n_outputs, rng):
        self.W1 = rng.normal(0.0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden))
        self.W2 = rng.normal(0.0, np.sqrt(2 / n_hidden), (n_hidden, n_outputs))
        self.b1 = self.b2 = np.zeros(n_hidden)

    def forward_pass(self, X):
        before = X @ self.W1 + self.b1
        hidden = np.maximum(0.0, before)
        output = hidden @ self.W2 + self.b2
        return output, (X, before, hidden, output)

    def backwards_pass(self, cache, Y):
        X, before, hidden, output = cache
        residual = (output - Y.reshape(output.shape)) / len(X)
        blame = (residual @ self.W2.T) * (before > 0)
        return {
            "W1": X.T @ blame,
            "b1": blame.sum(axis=0),
            "W2": hidden.T @ residual,
            "b2": residual.sum(axis=0),
        }

    def subtract_gradients(self, gradients, lr):
        self.W1 -= lr * gradients["W1"]
        self.b1 -= lr * gradients["b1"]
        self.W2 -= lr * gradients["W2"]
        self.b2 -= lr * gradients["b2"]
