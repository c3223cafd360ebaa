import numpy as np


def init_parameters(sizes, rng):
    weights = [rng.normal(0, 1, (b, a)) * a**-0.5 for a, b in zip(sizes, sizes[1:])]
    return tuple((W, np.zeros((W.shape[0], 1))) for W in weights)


def minibatches(X, Y, size, rng):
    m = X.shape[1]
    order = rng.permutation(m)
    cuts = np.arange(size, m, size)
    return [(X[:, part], Y[:, part]) for part in np.split(order, cuts)]


def run(parameters, X):
    said = [X]
    for W, b in parameters:
        said.append(1 / (1 + np.exp(-(W @ said[-1] + b))))
    return said


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    parameters = list(parameters)
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            said = run(parameters, x)
            d = 2 * (said[-1] - y) / x.shape[1]
            for l in reversed(range(len(parameters))):
                W, b = parameters[l]
                d = d * said[l + 1] * (1 - said[l + 1])
                step = d @ said[l].T, d.sum(axis=1, keepdims=True)
                d = W.T @ d
                parameters[l] = W - eta * step[0], b - eta * step[1]
        error = run(parameters, X)[-1] - Y
        history.append(float(np.sum(error * error) / X.shape[1]))
    return parameters, history


def predict(parameters, X):
    return np.argmax(run(parameters, X)[-1].T, axis=1)


def accuracy(parameters, X, labels):
    return np.count_nonzero(predict(parameters, X) == labels) / len(labels)


def confusion(labels, predictions, n_classes):
    flat = np.bincount(labels * n_classes + predictions, minlength=n_classes**2)
    return flat.reshape(n_classes, n_classes)
