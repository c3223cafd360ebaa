# %% [markdown]
# # e19 · The same network in a framework
#
# You have written a whole neural network with nothing but arrays: forward (e09), backward (e15),
# training (e18). Nobody who works with networks does that every day. They use a *framework*, which
# has the layers ready, runs them on a graphics card if there is one, and finds every gradient by
# itself, for any network. After this exercise you know that nothing in there is magic: given the
# same weights, it gives the same numbers as your own code.
#
# **An extra.** This exercise has no points. It needs PyTorch (`pip install torch`), and for one of
# its functions Keras, which comes with TensorFlow (`pip install tensorflow`). Where one of them is
# not installed, the checks that need it are skipped, and nobody loses anything by that. So write
# `import torch` *inside* your functions: a file that cannot be imported has no right answers.
#
# **The picture.** In a framework a network is not a list of arrays but an object, the *model*: a
# chain of layers, each of which holds its own weights and biases. You say once which layers there
# are; then you call the model like a function. While it computes, it notes which number came from
# which. From these notes it walks back from the cost to every weight, as you did in e15. That is
# called *autograd*.
#
# **Rows, not columns.** This course writes one example in each column, and a layer is
# $z = W a + b$. Frameworks write one example in each *row*, and a layer is $Z = A W^T + b$. You
# know both from e08: they are one formula, transposed. Three things follow, and they are where all
# mistakes of this exercise are made:
#
# | | this course | PyTorch, `Linear` | Keras, `Dense` |
# |---|---|---|---|
# | a batch of m examples | (n, m) | (m, n) | (m, n) |
# | weights | (n_this, n_previous) | (n_this, n_previous) | (n_previous, n_this) |
# | biases | (n_this, 1) | (n_this,) | (n_this,) |
#
# (PyTorch keeps its weights as you do, and transposes them itself when it computes.)
#
# **By hand.** The 3-2-1 network of e09, with the example $(2, 1, -1)$ in a row:
#
# $$\begin{pmatrix} 2 & 1 & -1 \end{pmatrix}
# \begin{pmatrix} 1 & 0.5 \\ -2 & 1 \\ 3 & -1 \end{pmatrix}
# + \begin{pmatrix} 1 & -0.5 \end{pmatrix} = \begin{pmatrix} -2 & 2.5 \end{pmatrix}$$
#
# The squash makes 0.1192 and 0.9241 of it, and the second layer 0.4537: the numbers of e09, laid on
# their side.
#
# **Seven digits.** Frameworks compute with float32 unless they are told otherwise. It has 7 digits
# in place of your 16, takes half the memory, and is enough to learn with. The checks here allow for
# it: they compare to 0.000001.

# %%
"""e19: the same network in a framework."""

import itertools
from typing import Any

import numpy as np

# %% [markdown]
# ## The network in PyTorch
#
# Write `build`: the network of these sizes as a `torch.nn.Module`. A gap between two columns of
# neurons is a `torch.nn.Linear(n_previous, n_this)`, which has weights *and* biases; the squash is
# a layer of its own, `torch.nn.Sigmoid()`. `torch.nn.Sequential(...)` chains any number of layers.
# As everywhere in this course every layer squashes, the last one too.
#
# How many weights and biases has the 784-16-16-10 network? The answer of e10 has not changed.


# %%
def build(sizes: list[int]) -> Any:
    r"""Build a network in PyTorch; what its weights are at first does not matter.

    .. math:: A^{(l)} = \sigma\bigl(A^{(l-1)} W^{(l)T} + b^{(l)}\bigr)

    Parameters
    ----------
    sizes : list of int
        The sizes of the layers, input first: [784, 16, 16, 10].

    Returns
    -------
    torch.nn.Module
        A model that is called with rows, a tensor (m, sizes[0]), and answers with a tensor
        (m, sizes[-1]); a sigmoid after every layer.

    Examples
    --------
    >>> model = build([784, 16, 16, 10])
    >>> sum(parameter.numel() for parameter in model.parameters())
    13002
    """
    ### BEGIN SOLUTION
    import torch  # noqa: PLC0415

    layers: list[Any] = []
    for n_previous, n_this in itertools.pairwise(sizes):
        layers += [torch.nn.Linear(n_previous, n_this), torch.nn.Sigmoid()]
    return torch.nn.Sequential(*layers)
    ### END SOLUTION


# %% [markdown]
# ## The network in Keras
#
# Write `build_keras`: the same network in Keras. Here the squash is not a layer of its own, but
# said when a layer is made: `keras.layers.Dense(n_this, activation="sigmoid")`. The first thing in
# a `keras.Sequential([...])` is `keras.Input((n_input,))`: the shape of *one* example. Only with it
# does Keras know at once how many weights there are.
#
# Keras leaves the computing to another framework: to TensorFlow usually, and to PyTorch if the
# environment variable `KERAS_BACKEND` says `torch`.


# %%
def build_keras(sizes: list[int]) -> Any:
    """Build the same network in Keras.

    Parameters
    ----------
    sizes : list of int
        The sizes of the layers, input first: [784, 16, 16, 10].

    Returns
    -------
    keras.Model
        A model that is called with rows, (m, sizes[0]), and answers with (m, sizes[-1]); a sigmoid
        after every layer.

    Examples
    --------
    >>> build_keras([784, 16, 16, 10]).count_params()
    13002
    """
    ### BEGIN SOLUTION
    import keras  # noqa: PLC0415

    layers = [keras.layers.Dense(n_this, activation="sigmoid") for n_this in sizes[1:]]
    return keras.Sequential([keras.Input((sizes[0],)), *layers])
    ### END SOLUTION


# %% [markdown]
# ## Your weights into their model
#
# Write `load_parameters`, which puts a list of `(W, b)` as you know it into a model of either kind.
# Look at the table above: which of the two keeps W as you do, and in which does it lie on its side?
# Both want the biases without their second axis.
#
# A Keras model has `set_weights(arrays)`, which takes weights and biases of all layers in one
# list, in turn. That also tells you which kind you were given: `hasattr(model, "set_weights")`.
# (Not `isinstance(model, torch.nn.Module)`: where Keras computes with PyTorch, a model is both.)
# In PyTorch, `model.parameters()` yields the same in the same order. A parameter has a method
# `copy_` that takes new values from a tensor, and `torch.as_tensor` makes a tensor of an array. Do
# it within a block of `torch.no_grad()`, which says that this is no computation to take notes of.


# %%
def load_parameters(model: Any, parameters: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Give a model of PyTorch or Keras these weights and biases.

    Parameters
    ----------
    model : torch.nn.Module or keras.Model
        What `build` or `build_keras` made; it is changed.
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first; they are
        left as they are.

    Examples
    --------
    >>> model = build([2, 1])
    >>> load_parameters(model, [(np.array([[3.0, -1.0]]), np.array([[0.5]]))])
    >>> [parameter.tolist() for parameter in model.parameters()]
    [[[3.0, -1.0]], [0.5]]
    """
    ### BEGIN SOLUTION
    if hasattr(model, "set_weights"):
        model.set_weights([array for W, b in parameters for array in (W.T, b.ravel())])
        return
    import torch  # noqa: PLC0415

    arrays = (array for W, b in parameters for array in (W, b.ravel()))
    with torch.no_grad():
        for parameter, array in zip(model.parameters(), arrays, strict=True):
            parameter.copy_(torch.as_tensor(array))
    ### END SOLUTION


# %% [markdown]
# ## Columns in, columns out
#
# Write `forward`: what the model answers, in this course's layout. Turn the columns into rows, call
# the model, turn its rows back into columns, and return a NumPy array. Keras has a method that
# takes and returns NumPy arrays: `model.predict_on_batch(rows)`. PyTorch wants a tensor of the same
# kind of numbers as its weights: `torch.as_tensor(rows, dtype=...)`; and a tensor that took notes
# has to be detached from them before it becomes an array, unless it was made within `no_grad()`.


# %%
def forward(model: Any, X: np.ndarray) -> np.ndarray:
    """Compute what a model of PyTorch or Keras answers to every example of a batch.

    Parameters
    ----------
    model : torch.nn.Module or keras.Model
        What `build` or `build_keras` made.
    X : ndarray, shape (n_input, m)
        The inputs, one example in each column.

    Returns
    -------
    ndarray, shape (n_output, m)
        The activations of the last layer, one example in each column.

    Examples
    --------
    >>> W1, b1 = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), np.array([[1.0], [-0.5]])
    >>> W2, b2 = np.array([[2.0, -1.0]]), np.array([[0.5]])
    >>> model = build([3, 2, 1])
    >>> load_parameters(model, [(W1, b1), (W2, b2)])
    >>> forward(model, np.array([[2.0], [1.0], [-1.0]])).round(4)
    array([[0.4537]], dtype=float32)
    """
    ### BEGIN SOLUTION
    if hasattr(model, "predict_on_batch"):
        return np.asarray(model.predict_on_batch(X.T)).T
    import torch  # noqa: PLC0415

    with torch.no_grad():
        kind = next(model.parameters()).dtype
        rows: np.ndarray = model(torch.as_tensor(X.T, dtype=kind)).numpy()
    return rows.T
    ### END SOLUTION


# %% [markdown]
# ## The gradient, for nothing
#
# There is nothing more to write. If your PyTorch model is right, the checks compute e12's cost with
# it, `((model(x) - y) ** 2).sum(dim=1).mean()`, call `.backward()` on that one number, and find in
# each parameter's `.grad` what you worked out line by line in e15. Run this file, and see it beside
# your own code: `python -m exercises.e19_frameworks`.


# %%
def _compare() -> None:
    """Show how far a framework's answers and gradients are from your own code's."""
    import torch  # noqa: PLC0415

    import exercises.e09_network as network  # noqa: PLC0415
    from exercises.e15_backprop import backprop  # noqa: PLC0415

    rng = np.random.default_rng(0)
    sizes = [784, 16, 16, 10]
    gaps = itertools.pairwise(sizes)
    own = [(rng.normal(0, n**-0.5, (to, n)), rng.normal(size=(to, 1))) for n, to in gaps]
    X, Y = rng.uniform(size=(784, 5)), np.eye(10)[:, rng.integers(0, 10, 5)]

    model = build(sizes)
    load_parameters(model, own)
    apart = np.abs(forward(model, X) - network.forward(own, X)).max()
    print(f"answers: at most {apart:.1e} apart")

    x, y = (torch.as_tensor(array.T, dtype=torch.float32) for array in (X, Y))
    ((model(x) - y) ** 2).sum(dim=1).mean().backward()
    found = (parameter.grad.numpy().ravel() for parameter in model.parameters())
    wanted = (gradient.ravel() for pair in backprop(own, X, Y) for gradient in pair)
    apart = max(np.abs(a - b).max() for a, b in zip(found, wanted, strict=True))
    print(f"gradients: at most {apart:.1e} apart")


if __name__ == "__main__":
    _compare()
