# %% [markdown]
# # e12 · The cost
#
# A network that has learned nothing gives nonsense. To make it better we first have to say *how
# wrong* it is, in a single number: then "better" means that this number goes down, and e15 can
# ask every weight in which direction it should be nudged.
#
# **The picture.** The network's ten outputs for the picture of a 3 are ten strengths. The
# output we wanted is 1 for neuron 3 and 0 for the nine others, the one-hot column `y`. Each
# output neuron misses its target by some amount. Square each miss, so that misses on either
# side count and cannot cancel, and add them up over the neurons: this is the cost of *one
# example*. The cost of a *set* of examples is the average of their costs.
#
# **The formula.** Sum over the output neurons, mean over the examples, no ½ in front:
#
# $$C_{\text{example}} = \sum_i (a_i - y_i)^2, \qquad
# C = \frac{1}{m} \sum_{j=1}^{m} C_{\text{example } j}$$
#
# **By hand.** The picture is a 3, and the outputs are
# .43, .28, .19, **.88**, .72, .01, .64, .86, .99, .63. Neuron 3 should say 1 and misses by .12;
# each of the others should say 0 and misses by all that it says:
#
# .1849 + .0784 + .0361 + **.0144** + .5184 + .0001 + .4096 + .7396 + .9801 + .3969 = **3.3585**
#
# Is that much? An output of zeros everywhere costs 1, and one of .1 everywhere 0.9. So this
# network, which is nearly right about the 3 but shouts for 8, 7 and 4 too, is doing worse than
# one that says nothing. (The ten outputs are strengths, not probabilities: they add up to 5.63.)

# %%
"""e12: the cost, one number for how wrong the network is."""

import numpy as np

# %% [markdown]
# ## The cost of one example
#
# Write `example_cost`. Both columns have shape (n, 1); what comes back is one number.


# %%
def example_cost(a: np.ndarray, y: np.ndarray) -> float:
    r"""Tell how wrong the network's output is for one example.

    .. math:: C = \sum_i (a_i - y_i)^2

    Parameters
    ----------
    a : ndarray, shape (n, 1)
        Activations of the output layer.
    y : ndarray, shape (n, 1)
        The wanted output, a one-hot column.

    Returns
    -------
    float
        The cost, 0 or above; 0 only if `a` equals `y`.

    Examples
    --------
    >>> a = np.array([[0.5], [1.0], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> example_cost(a, y)
    0.3125
    """
    raise NotImplementedError("e12 example_cost: replace this line")


# %% [markdown]
# ## The cost of a set
#
# Write `cost`. Now `A` and `Y` have one example in each column. If one example costs 4 and
# another costs 2, the set of the two costs 3: a set is not wrong twice as much because it is
# twice as large.


# %%
def cost(A: np.ndarray, Y: np.ndarray) -> float:
    r"""Tell how wrong the network's outputs are on the average of a set of examples.

    .. math:: C = \frac{1}{m} \sum_{j=1}^{m} \sum_i (A_{ij} - Y_{ij})^2

    Parameters
    ----------
    A : ndarray, shape (n, m)
        Activations of the output layer, one example in each column.
    Y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    float
        The mean of the examples' costs.

    Examples
    --------
    >>> A = np.array([[0.5, 0.5], [1.0, 0.5], [0.25, 0.0]])
    >>> Y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    >>> cost(A, Y)  # the examples cost 0.3125 and 0.5
    0.40625
    """
    raise NotImplementedError("e12 cost: replace this line")


# %% [markdown]
# ## The slope of the cost
#
# If output neuron $i$ says a little more, while all the others stay as they are, does the cost
# rise or fall, and how fast? That is the derivative of one example's cost with respect to $a_i$;
# the round $\partial$ says that the others stay. It is the first link of the chain in e15:
#
# $$\frac{\partial C}{\partial a_i} = 2\,(a_i - y_i)$$
#
# For the picture of the 3 it is
# .86, .56, .38, **−.24**, 1.44, .02, 1.28, 1.72, 1.98, 1.26: only neuron 3 should say more.
#
# **Which cost, and where is the ½?** Other books put a ½ in front of the sum, so that the 2 of the
# slope goes away; the network that you repair in e16 does so, too. Both costs are smallest at the
# same outputs, and only the length of the slope differs. What counts is that cost and slope belong
# together: in e12 to e15 and in e18 the cost has no ½ and its slope has the 2.
#
# Write `cost_prime`. For a batch it keeps every example's slopes in that example's own column;
# nothing is averaged here.


# %%
def cost_prime(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Tell how one example's cost changes with each of its outputs, for every example.

    .. math:: \frac{\partial C}{\partial a_i} = 2 (a_i - y_i)

    Parameters
    ----------
    a : ndarray, shape (n, m)
        Activations of the output layer, one example in each column.
    y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    ndarray, shape (n, m)
        The slopes of each example's own cost, float64.

    Examples
    --------
    >>> a = np.array([[0.5], [1.0], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> cost_prime(a, y)
    array([[1. ],
           [0. ],
           [0.5]])
    """
    raise NotImplementedError("e12 cost_prime: replace this line")
