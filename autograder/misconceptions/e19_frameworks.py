"""Known wrong answers to e19: the same network in a framework.

Frameworks are imported inside the functions: where they are missing, this file is still read.
"""

import itertools
from typing import Any

import numpy as np

from autograder.checking import misconception
from exercises.e19_frameworks import build, build_keras, forward, load_parameters

Parameters = list[tuple[np.ndarray, np.ndarray]]


def _torch(sizes: list[int], between: str, last: str, bias: bool = True) -> Any:
    """Chain layers with these squashes, by the names of their classes; no name, no squash."""
    import torch  # noqa: PLC0415

    layers: list[Any] = []
    for n_previous, n_this in itertools.pairwise(sizes):
        layers.append(torch.nn.Linear(n_previous, n_this, bias=bias))
        if between:
            layers.append(getattr(torch.nn, between)())
    if between:
        layers.pop()
    if last:
        layers.append(torch.nn.Softmax(dim=1) if last == "Softmax" else getattr(torch.nn, last)())
    return torch.nn.Sequential(*layers)


def _keras(sizes: list[int], between: str, last: str, bias: bool = True) -> Any:
    """Do the same in Keras, where "linear" is no squash."""
    import keras  # noqa: PLC0415

    squashes = [*[between] * (len(sizes) - 2), last]
    layers = [
        keras.layers.Dense(n_this, activation=squash, use_bias=bias)
        for n_this, squash in zip(sizes[1:], squashes, strict=True)
    ]
    return keras.Sequential([keras.Input((sizes[0],)), *layers])


# --- which layers there are -----------------------------------------------------------------


@misconception(
    "build",
    name="The output layer does not squash",
    hint="Can an output be below 0? Is the last layer a layer like the others?",
    concept="the squash",
    also={"build_keras": lambda sizes: _keras(sizes, "sigmoid", "linear")},
)
def no_squash_at_the_end(sizes: list[int]) -> Any:
    """Put the sigmoids between the layers alone, as many examples in books do."""
    return _torch(sizes, "Sigmoid", "")


@misconception(
    "build",
    name="Only the last layer squashes",
    hint="Without a squash in between: is that still more than one layer?",
    concept="the squash",
    also={"build_keras": lambda sizes: _keras(sizes, "linear", "sigmoid")},
)
def no_squash_between(sizes: list[int]) -> Any:
    """Chain the linear layers, and squash at the end."""
    return _torch(sizes, "", "Sigmoid")


@misconception(
    "build",
    name="A softmax at the end",
    hint="Do the outputs of e09 add up to 1? Does one neuron there see what the others say?",
    concept="the squash",
    also={"build_keras": lambda sizes: _keras(sizes, "sigmoid", "softmax")},
)
def softmax_at_the_end(sizes: list[int]) -> Any:
    """Do what frameworks' own examples do for classes."""
    return _torch(sizes, "Sigmoid", "Softmax")


@misconception(
    "build",
    name="ReLUs between the layers",
    hint="Which squash has e09 in its hidden layers?",
    concept="the squash",
    also={"build_keras": lambda sizes: _keras(sizes, "relu", "sigmoid")},
)
def relu_between(sizes: list[int]) -> Any:
    """Do what networks of today do."""
    return _torch(sizes, "ReLU", "Sigmoid")


def _weights_alone(model: Any, parameters: Parameters) -> None:
    if hasattr(model, "set_weights"):
        model.set_weights([W.T for W, _ in parameters])
        return
    import torch  # noqa: PLC0415

    with torch.no_grad():
        for parameter, (W, _) in zip(model.parameters(), parameters, strict=True):
            parameter.copy_(torch.as_tensor(W))


@misconception(
    "build",
    name="Layers without biases",
    hint="What does a neuron say when all that it hears is 0?",
    concept="the bias",
    also={
        "build_keras": lambda sizes: _keras(sizes, "sigmoid", "sigmoid", bias=False),
        "load_parameters": _weights_alone,
    },
)
def no_biases(sizes: list[int]) -> Any:
    """Switch the biases off, and load the weights alone."""
    return _torch(sizes, "Sigmoid", "Sigmoid", bias=False)


def _frozen_keras(sizes: list[int]) -> Any:
    model = build_keras(sizes)
    model.trainable = False
    return model


@misconception(
    "build",
    name="The model is frozen: nothing in it may learn",
    hint="What does requires_grad, or trainable, say of a parameter?",
    concept="definition",
    also={"build_keras": _frozen_keras},
)
def frozen(sizes: list[int]) -> Any:
    """Switch autograd off for good."""
    return build(sizes).requires_grad_(False)


# --- which of it lies on its side -----------------------------------------------------------


@misconception(
    "load_parameters",
    name="PyTorch's weights are laid on their side",
    hint="A Linear layer of PyTorch transposes its weights by itself. Which shape does it keep?",
    concept="transposition",
)
def torch_weights_transposed(model: Any, parameters: Parameters) -> None:
    """Transpose W for PyTorch, as Keras wants it."""
    if hasattr(model, "set_weights"):
        load_parameters(model, parameters)
        return
    import torch  # noqa: PLC0415

    arrays = (array for W, b in parameters for array in (W.T, b.ravel()))
    for parameter, array in zip(model.parameters(), arrays, strict=True):
        parameter.data = torch.as_tensor(array.copy(), dtype=parameter.dtype)


@misconception(
    "load_parameters",
    name="Keras's weights are laid out as W",
    hint="Which shape has the kernel of a Dense layer of 4 neurons that hears 3 numbers?",
    concept="transposition",
)
def keras_weights_not_transposed(model: Any, parameters: Parameters) -> None:
    """Hand W over as it is."""
    if hasattr(model, "set_weights"):
        model.set_weights([array for W, b in parameters for array in (W, b.ravel())])
    else:
        load_parameters(model, parameters)


@misconception(
    "forward",
    name="Columns go into the model",
    hint="What does the model take for one example: a row or a column of what it is given?",
    concept="axes and layout",
)
def columns_go_in(model: Any, X: np.ndarray) -> np.ndarray:
    """Hand X over as it is, and the answer back as it is."""
    return forward(model, X.T).T


@misconception(
    "forward",
    name="Rows come out",
    hint="How many rows has your answer, and how many neurons has the last layer?",
    concept="axes and layout",
)
def rows_come_out(model: Any, X: np.ndarray) -> np.ndarray:
    """Turn the columns into rows, and forget to turn the answer back."""
    return forward(model, X).T
