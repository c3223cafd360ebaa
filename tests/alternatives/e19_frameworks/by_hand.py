import numpy as np


def build(sizes):
    import torch

    class Columns(torch.nn.Module):
        """Works with columns inside, as the course does."""

        def __init__(self):
            super().__init__()
            gaps = list(zip(sizes, sizes[1:]))
            self.b = torch.nn.ParameterList(torch.nn.Parameter(torch.zeros(n, 1)) for _, n in gaps)
            self.W = torch.nn.ParameterList(torch.nn.Parameter(torch.zeros(n, p)) for p, n in gaps)

        def forward(self, rows):
            a = rows.T
            for W, b in zip(self.W, self.b):
                a = 1 / (1 + torch.exp(-(W @ a + b)))
            return a.T

    return Columns()


def build_keras(sizes):
    import keras

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = [keras.layers.Dense(n) for n in sizes[1:]]

        def call(self, x):
            for layer in self.dense:
                x = keras.ops.sigmoid(layer(x))
            return x

    model = Network()
    model(np.zeros((1, sizes[0])))  # Keras makes the weights when it sees the first input
    return model


def load_parameters(model, parameters):
    import torch

    if hasattr(model, "set_weights"):
        weights = []
        for W, b in parameters:
            weights.append(W.T)
            weights.append(np.squeeze(b, axis=1))
        model.set_weights(weights)
        return
    with torch.no_grad():
        for own, (W, b) in zip(zip(model.W, model.b), parameters):
            own[0][:] = torch.tensor(W)
            own[1][:] = torch.tensor(b)


def forward(model, X):
    import torch

    rows = np.ascontiguousarray(X.T, dtype="float32")
    if hasattr(model, "predict"):
        return np.array(model.predict(rows, verbose=0)).T
    with torch.no_grad():
        return np.array(model(torch.from_numpy(rows))).T
