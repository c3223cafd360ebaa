import numpy as np

from exercises.e04_sigmoid import sigmoid
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def forward(parameters, a):
    for W, b in parameters:
        a = sigmoid(W @ a + b)
    return a


def init_parameters(sizes, rng):
    return [
        [rng.normal(scale=np.sqrt(1 / sizes[i]), size=(sizes[i + 1], sizes[i])), np.zeros((sizes[i + 1], 1))]
        for i in range(len(sizes) - 1)
    ]


def minibatches(X, Y, size, rng):
    indices = np.arange(X.shape[1])
    rng.shuffle(indices)
    batches = []
    while len(indices) > 0:
        now, indices = indices[:size], indices[size:]
        batches.append([X[:, now], Y[:, now]])
    return batches


def outputs(parameters, X):
    for W, b in parameters:
        X = sigmoid(W.dot(X) + b)
    return X


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            for (W, b), (dW, db) in zip(parameters, backprop(parameters, x, y)):
                W -= eta * dW
                b -= eta * db
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    return np.array([int(np.argmax(column)) for column in outputs(parameters, X).T])


def accuracy(parameters, X, labels):
    right = 0
    for said, label in zip(predict(parameters, X), labels):
        right += said == label
    return right / len(labels)


def confusion(labels, predictions, n_classes):
    eye = np.eye(n_classes, dtype=int)
    return eye[labels].T @ eye[predictions]
