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
# **Which cost, and where is the ½?** This course's cost is $\sum_i (a_i - y_i)^2$, and its slope
# $2\,(a_i - y_i)$ has a factor 2. Other books put a ½ in front of the sum, so that the 2 goes
# away, and so does the network that you repair in e16. Both costs have their lowest point at the
# same weights; only the length of the slope differs. What counts is that cost and gradient belong
# together: here the cost has no ½ and the gradient has the 2.
#
# **Four steps.** You write the parts first, `output_error`, `layer_gradients` and `hidden_error`,
# and then `backprop`, which calls them. Its checks ask for one layer, then for two, then for any
# number of layers.
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
    raise NotImplementedError("e15 output_error: replace this line")


# %% [markdown]
# ## From a layer's error to its gradients
#
# Write `layer_gradients`: one layer's `dW` and `db` from its error. Look at the shapes first. The
# error is (n, m), the activations that the layer read are (n_previous, m), and `dW` has the shape
# of the weights, (n, n_previous). So the m columns of examples must disappear, from `dW` and from
# `db`, and what is left is their mean: a batch that holds every example twice has the same cost,
# so it has the same gradients.
#
# **By hand.** Three neurons, one input, two examples: the layer read 2 in the first example and 4
# in the second, and the first neuron's errors are $0.5$ and $-0.1$. Its weight has the gradients
# $0.5 \cdot 2 = 1$ and $-0.1 \cdot 4 = -0.4$, and their mean is $0.3$. The gradient of its bias is
# the mean of the errors, $0.2$. The other two neurons have the errors $0.2$ and $0.4$, and $-0.4$
# and $0.6$. So `dW` is the column 0.3, 1, 0.8, and `db` is the column 0.2, 0.3, 0.1.


# %%
def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Find the gradients of one layer's weights and biases, the mean over the batch.

    .. math::

        \frac{\partial C}{\partial W_{ik}} =
        \frac{1}{m} \sum_{j=1}^{m} \delta_{ij} \, a^{prev}_{kj}, \qquad
        \frac{\partial C}{\partial b_i} = \frac{1}{m} \sum_{j=1}^{m} \delta_{ij}

    Parameters
    ----------
    delta : ndarray, shape (n, m)
        The layer's error, one example in each column, not averaged.
    a_previous : ndarray, shape (n_previous, m)
        The activations that the layer read: those of the layer before, or the input.

    Returns
    -------
    dW : ndarray, shape (n, n_previous)
        The gradient of the weights, float64.
    db : ndarray, shape (n, 1)
        The gradient of the biases, float64.

    Examples
    --------
    >>> delta, a_previous = np.array([[0.5, -0.1]]), np.array([[2.0, 4.0]])
    >>> dW, db = layer_gradients(delta, a_previous)
    >>> dW.round(5), db.round(5)
    (array([[0.3]]), array([[0.2]]))
    """
    raise NotImplementedError("e15 layer_gradients: replace this line")


# %% [markdown]
# ## One layer back
#
# Write `hidden_error`: the error of a hidden layer from that of the layer after it. Take two
# hidden neurons and look at the first. It spoke to every neuron of the next layer, through the
# first *column* of `W_next`; so the blame comes back to it through that same column, from
# all of them. Then its own squash has a slope, too.


# %%
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
    raise NotImplementedError("e15 hidden_error: replace this line")


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
# There is a way to be sure without any answer key. Nudge one weight by 0.00001 up and down, and
# see how much e12's cost changes: the difference divided by 0.00002 must be the gradient you
# found. One of the checks looks at your work like this, on a network with layers of 4, 5 and 3
# neurons and six examples: with equal sizes or a single example, many mistakes cannot be seen.
#
# **Nudging is a test, not an answer.** Why not nudge every weight, and be done? There are two
# reasons, and a check for each.
#
# - *It takes too long.* Two runs for each of 13,002 parameters are 26,004 runs for one step
#   downhill. Backpropagation takes about as long as two or three. One check has a network of
#   178,110 parameters and gives you five seconds.
# - *It loses the faint slopes.* The computer stores some sixteen digits of the cost. If a weight
#   changes only the eighteenth, both runs give the same cost, and their difference is 0.
#   Backpropagation never subtracts two costs: it multiplies slopes, and a product of small numbers
#   keeps all its digits. Some inputs in the checks are as small as 0.00000001.
#
# So nudge to find out *whether* you are right, and multiply to *be* right.


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
    raise NotImplementedError("e15 backprop: replace this line")
