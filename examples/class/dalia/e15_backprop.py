# %% [markdown]
# # e15 · Backpropagation
#
# A 784-16-16-10 network has 13,002 weights and biases. Which of them should go up, which down,
# and which of these nudges pay the most? All the answers together are the gradient of the cost.
# Trying every weight in turn would take 13,002 runs of the network for a single step.
# Backpropagation needs one run forward and one run back.
#
# **The picture.** Run forward and remember what every layer gathered (`z`) and what it said
# (`a`). Then ask the last layer how much the cost changes if its neurons gather a little more:
# that is its *error* $\delta$. Every neuron of the layer before has spoken to *all* neurons of
# the last layer, so it collects blame from all of them, each share weighted by the very weight
# that carried its voice forward. That is its own error, and so on back to the input. Once a
# layer's error is known, its gradients are cheap: a weight is to blame as much as the error of
# the neuron it feeds, times the activation that it multiplied; a bias multiplies 1.
#
# **The formulas**, for one example, with $\odot$ for the elementwise product and $L$ for the
# last layer:
#
# $$\delta^{(L)} = 2\,(a^{(L)} - y) \odot \sigma'(z^{(L)})$$
#
# $$\delta^{(l)} = \bigl(W^{(l+1)}\bigr)^{\!\top} \delta^{(l+1)} \odot \sigma'(z^{(l)})$$
#
# $$\frac{\partial C}{\partial W^{(l)}_{ik}} = \delta^{(l)}_i \, a^{(l-1)}_k, \qquad
# \frac{\partial C}{\partial b^{(l)}_i} = \delta^{(l)}_i$$
#
# The cost of a batch is the mean over its examples (e12), so each gradient of a batch is the
# mean of its examples' gradients.
#
# **By hand.** One neuron, one weight, one example: $w = 2$, $b = -0.5$, input $0.8$, wanted
# output 1.
#
# - Forward: $z = 2 \cdot 0.8 - 0.5 = 1.1$ and $a = \sigma(1.1) = 0.75026$.
# - The three links: the cost's slope $2\,(0.75026 - 1) = -0.49948$; the squash's slope
#   $\sigma'(1.1) = 0.75026 \cdot (1 - 0.75026) = 0.18737$; and the input $0.8$ that the weight
#   multiplies.
# - Error: $\delta = -0.49948 \cdot 0.18737 = -0.09359$, and this is $\partial C / \partial b$.
# - $\partial C / \partial w = -0.09359 \cdot 0.8 = -0.07487$. It is negative: raise $w$ and the
#   cost falls, as it should, since the output is below 1.

# %%
"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime

# %% [markdown]
# ## Where the error begins
#
# Write `output_error`: the error $\delta$ of the last layer, for every example in its own
# column. It is a product of two of the three links. Nothing is averaged yet: example $j$ knows
# nothing of the others.


# %%
def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Tell how each example's cost changes with each pre-activation of the last layer.

    .. math:: \delta_{ij} = 2 (a_{ij} - y_{ij}) \, \sigma'(z_{ij})

    Parameters
    ----------
    z : ndarray, shape (n, m)
        Pre-activations of the last layer, one example in each column.
    a : ndarray, shape (n, m)
        Its activations, the sigmoid of `z`.
    y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    ndarray, shape (n, m)
        The error of the last layer, float64; each example's own, not averaged.

    Examples
    --------
    >>> z, a, y = np.array([[0.0]]), np.array([[0.5]]), np.array([[0.0]])
    >>> output_error(z, a, y)  # the slopes are 1 and 1/4
    array([[0.25]])
    """
    # link 1: slope of the cost
    cost_slope = cost_prime(a, y)
    # link 2: slope of the squash (at z not at a!!)
    squash_slope = sigmoid_prime(z)
    return cost_slope * squash_slope


# %% [markdown]
# ## One layer back
#
# Write `hidden_error`: the error of a hidden layer from that of the layer after it. Take two
# hidden neurons and look at the first. It spoke to every neuron of the next layer, through the
# first *column* of `W_next`; so the blame comes back to it through that same column, from
# all of them. Then its own squash has a slope, too.


# %%
def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the gradients of one layer's weights and biases, the mean over the batch."""
    m = delta.shape[1]  # number of examples (columns!)
    # (n, m) times (m, n_previous) gives (n, n_previous), the shape of W
    dW = delta @ a_previous.T / m
    # keepdims so that the shape is (n, 1) like b
    db = np.sum(delta, axis=1, keepdims=True) / m
    return dW, db


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    r"""Tell how each example's cost changes with each pre-activation of a hidden layer.

    .. math:: \delta_{kj} = \sigma'(z_{kj}) \sum_i W^{next}_{ik} \, \delta^{next}_{ij}

    Parameters
    ----------
    W_next : ndarray, shape (n_next, n)
        Weights from this layer to the next.
    delta_next : ndarray, shape (n_next, m)
        Error of the next layer, one example in each column.
    z : ndarray, shape (n, m)
        Pre-activations of this layer.

    Returns
    -------
    ndarray, shape (n, m)
        The error of this layer, float64; each example's own, not averaged.

    Examples
    --------
    >>> W_next = np.array([[2.0, -4.0]])
    >>> delta_next, z = np.array([[0.5]]), np.array([[0.0], [0.0]])
    >>> hidden_error(W_next, delta_next, z)  # the squash has slope 1/4 at 0
    array([[ 0.25],
           [-0.5 ]])
    """
    # W_next is (n_next, n), delta_next is (n_next, m), I need (n, m)
    # so W_next has to be transposed
    blame = W_next.T @ delta_next
    return blame * sigmoid_prime(z)


# %% [markdown]
# ## There and back
#
# Write `backprop`: the gradient of the batch's cost with respect to every weight and every bias
# of a network of any depth. The shapes tell most of the story:
#
# | what | shape |
# |---|---|
# | $\delta^{(l)}$ | (n, m) |
# | activations of the previous layer | (n_previous, m) |
# | $\partial C/\partial W^{(l)}$ | (n, n_previous), as $W^{(l)}$ |
# | $\partial C/\partial b^{(l)}$ | (n, 1), as $b^{(l)}$ |
#
# Somewhere the m columns of examples must disappear, and what is left has to be their mean: a
# batch that holds every example twice has the same cost, so it has the same gradient.
#
# There is a way to be sure without any answer key. Nudge one weight by 0.00001 up and down, and
# see how much e12's cost changes: the difference divided by 0.00002 must be the gradient you
# found. This is how the checks look at your work, on a network with layers of 3, 4 and 2 neurons
# and five examples: with equal sizes or a single example, many mistakes cannot be seen.


# %%
def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Find the gradient of the batch's cost with respect to every weight and bias.

    .. math::

        \frac{\partial C}{\partial W^{(l)}_{ik}} =
        \frac{1}{m} \sum_{j=1}^{m} \delta^{(l)}_{ij} a^{(l-1)}_{kj}, \qquad
        \frac{\partial C}{\partial b^{(l)}_i} = \frac{1}{m} \sum_{j=1}^{m} \delta^{(l)}_{ij}

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first. Every
        layer squashes with the sigmoid, the last one too.
    x : ndarray, shape (n_input, m)
        The inputs, one example in each column.
    y : ndarray, shape (n_output, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    list of (dW, db)
        The gradients, float64, in the order and with the shapes of `parameters`.

    Examples
    --------
    >>> parameters = [(np.array([[2.0]]), np.array([[-0.5]]))]
    >>> [(dW, db)] = backprop(parameters, np.array([[0.8]]), np.array([[1.0]]))
    >>> dW.round(5), db.round(5)
    (array([[-0.07487]]), array([[-0.09359]]))
    """
    # ---- FORWARD, remember everything ----
    all_z = []
    all_a = [x]  # all_a[0] is the input
    for W, b in parameters:
        z = pre_activation(W, b, all_a[-1])
        a = sigmoid(z)
        all_z.append(z)
        all_a.append(a)

    # ---- BACKWARD ----
    gradients = []
    delta = output_error(all_z[-1], all_a[-1], y)
    layer = len(parameters) - 1
    while layer >= 0:
        # all_a[layer] is the activation of the layer BEFORE because of the input
        a_previous = all_a[layer]
        gradients.append(layer_gradients(delta, a_previous))
        if layer > 0:
            W = parameters[layer][0]
            delta = hidden_error(W, delta, all_z[layer - 1])
        layer = layer - 1
    # I went from the last to the first so turn it around
    gradients.reverse()
    return gradients
