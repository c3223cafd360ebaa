# %% [markdown]
# # e14 · The chain rule
#
# The downhill step (e13) needs to know, for every weight, how the cost changes when the weight is
# nudged. But a weight does not touch the cost. It moves a sum, the sum moves an activation, and
# only the activation moves the cost. The chain rule says how to get through: multiply the slopes of
# the links. Do it here once, by hand, for a single weight; e15 does it for thirteen thousand.
#
# **The picture.** One neuron, with one input. Read it as a chain, from left to right:
#
# $$w,\ b,\ a_{\text{prev}} \;\longrightarrow\; z = w\,a_{\text{prev}} + b \;\longrightarrow\;
# a = \sigma(z) \;\longrightarrow\; C = (a - y)^2$$
#
# Push $w$ a little. By how many times that push does $z$ move? By how many times does $a$ move what
# $z$ has moved, and $C$ what $a$ has moved? Gear by gear, the factors multiply.
#
# **The formula.** There are three links from $w$ to $C$:
#
# $$\frac{\partial C}{\partial w} =
# \underbrace{\frac{\partial z}{\partial w}}_{a_{\text{prev}}} \cdot
# \underbrace{\frac{\partial a}{\partial z}}_{\sigma'(z)} \cdot
# \underbrace{\frac{\partial C}{\partial a}}_{2\,(a - y)}$$
#
# The bias and the previous activation enter the chain at the same place, so only the first link is
# another one: for $b$ it is 1, and for $a_{\text{prev}}$ it is $w$. The last two links are
# common to all three.
#
# **By hand.** $w = 2$, $b = -0.5$, $a_{\text{prev}} = 0.8$, and the neuron should have said
# $y = 1$.
#
# - Forward: $z = 2 \cdot 0.8 - 0.5 = 1.1$; $a = \sigma(1.1) = 0.75026$;
#   $C = (0.75026 - 1)^2 = 0.06237$.
# - The common links: $2\,(0.75026 - 1) = -0.49948$ and
#   $\sigma'(1.1) = 0.75026 \cdot 0.24974 = 0.18737$. Their product is $-0.09359$.
# - So $\partial C/\partial w = 0.8 \cdot (-0.09359) = -0.07487$,
#   $\partial C/\partial b = 1 \cdot (-0.09359) = -0.09359$ and
#   $\partial C/\partial a_{\text{prev}} = 2 \cdot (-0.09359) = -0.18717$ (its last digit comes
#   from the digits that were not written down).
#
# All three are negative: raise any of them and the cost falls, as it should, for the neuron says
# less than 1.

# %%
"""e14: the chain rule, one weight and one neuron by hand."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime

# %% [markdown]
# ## Along the chain and back
#
# Write `chain`: everything that stands in the example by hand, under the names `z`, `a`, `cost`,
# `dw`, `db` and `da_previous`. The last three are slopes of the *cost*: `dw` is short for
# $\partial C/\partial w$. Mind at which point each slope is taken: the squash's at $z$, where the
# neuron stands on the curve, and the cost's at $a$.
#
# What is `da_previous` for? Nobody can set the previous activation: it is what the neuron before
# says. But that neuron has weights of its own, and for them the chain goes on from here. When it
# speaks to several neurons, it gets such a number from each, and they are added up (e15).


# %%
def chain(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    r"""Follow one neuron forward to its cost, and the slopes of the cost back to its inputs.

    .. math::

        \frac{\partial C}{\partial w} = a_{prev}\, \sigma'(z)\, 2 (a - y), \qquad
        \frac{\partial C}{\partial b} = \sigma'(z)\, 2 (a - y), \qquad
        \frac{\partial C}{\partial a_{prev}} = w\, \sigma'(z)\, 2 (a - y)

    Parameters
    ----------
    w, b : float
        The neuron's only weight, and its bias.
    a_previous : float
        The activation that it hears.
    y : float
        What it should have said.

    Returns
    -------
    dict
        `z`, `a` and `cost` on the way forward; `dw`, `db` and `da_previous`, the slopes of the
        cost in w, b and a_previous. All are single numbers.

    Examples
    --------
    >>> found = chain(2.0, -0.5, 0.8, 1.0)
    >>> {name: round(value, 5) for name, value in found.items()}  # doctest: +NORMALIZE_WHITESPACE
    {'z': 1.1, 'a': 0.75026, 'cost': 0.06237,
     'dw': -0.07487, 'db': -0.09359, 'da_previous': -0.18717}
    """
    raise NotImplementedError("e14 chain: replace this line")


# %% [markdown]
# ## Which nudge pays most
#
# Now the neuron hears several others, and you want it to say *more*. You may move a single number,
# by a hair's breadth, up or down as it suits: the bias, one of the weights, or one of the previous
# activations. Which kind of number raises the activation most?
#
# The slopes of the activation are $\sigma'(z)$ times the first link of each chain:
#
# $$\frac{\partial a}{\partial b} = \sigma'(z), \qquad
# \frac{\partial a}{\partial w_k} = \sigma'(z)\, a_k, \qquad
# \frac{\partial a}{\partial a_k} = \sigma'(z)\, w_k$$
#
# The factor $\sigma'(z)$ is common to all and above 0, so it decides nothing, and neither does the
# bias's own value. What counts is the *size* of the first link: where it is negative, you nudge
# downwards.
#
# **By hand.** $w = (2)$, $b = -0.5$ and $a = (0.8)$: the links are 1 for the bias, 0.8 for the
# weight and 2 for the previous activation, so the previous activation it is. With $w = (0.5)$ it
# would be the bias. A weight wins only where it meets an activation above 1, such as a pixel that
# was not scaled: with pixels up to 255, the weights of the brightest ones have slopes hundreds of
# times as large as the biases' and all the others'. No step is then right for both (e13), and that
# is one reason to scale pixels (e02).
#
# **In a tie** two kinds of nudge are equally good, and either answer is right. No check has a tie.
#
# Seen from the other side: a weight matters as much as the neuron it listens to is active, and the
# previous activations matter as much as the weights they meet.


# %%
def nudges(w: np.ndarray, b: float, a_previous: np.ndarray) -> str:
    r"""Tell which kind of number, nudged by itself, raises a neuron's activation most.

    Compare the largest of each kind: 1 for the bias, :math:`\max_k |a_k|` for the weights,
    :math:`\max_k |w_k|` for the previous activations. All are nudged by the same tiny amount, each
    in the direction that raises the activation. In a tie either answer is right.

    Parameters
    ----------
    w : ndarray, shape (n,)
        The neuron's weights.
    b : float
        Its bias.
    a_previous : ndarray, shape (n,)
        The activations that it hears; never below 0.

    Returns
    -------
    str
        `"bias"`, `"weights"` or `"previous activations"`.

    Examples
    --------
    >>> nudges(np.array([2.0]), -0.5, np.array([0.8]))
    'previous activations'
    >>> nudges(np.array([0.5]), -0.5, np.array([0.8]))
    'bias'
    """
    raise NotImplementedError("e14 nudges: replace this line")
