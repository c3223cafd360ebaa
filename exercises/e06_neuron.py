# %% [markdown]
# # e06 · One neuron
#
# Here is the cell that everything later is built of. One neuron can already do something useful:
# weigh a few numbers against each other, and lean to yes or to no. Statisticians have used it for
# decades under the name of *logistic regression*, for instance to judge from a few numbers whether
# a loan will be paid back. What it cannot do is just as important, and leads to networks.
#
# **The picture.** A neuron listens to $n$ inputs and has an opinion about each: the weight.
# A positive weight pushes it towards firing, a negative one holds it back, and a weight near 0
# means "I do not care". It adds up what it hears, weighted. Then it adds a number of its own, the
# bias: how eager is it to fire when nobody speaks at all? The sum goes through the sigmoid of e04.
#
# **The formula**, with weights $w_1, \dots, w_n$, inputs $x_1, \dots, x_n$ and the bias $b$:
#
# $$z = \sum_{k=1}^{n} w_k x_k + b, \qquad a = \sigma(z)$$
#
# **By hand.** The inputs are $x = (66, 39, 12)$, the weights $w = (-2, 4, 1.5)$, and the bias is
# $b = -0.5$:
#
# $$z = -2 \cdot 66 + 4 \cdot 39 + 1.5 \cdot 12 - 0.5 = -132 + 156 + 18 - 0.5 = 41.5$$
#
# So $a = \sigma(41.5)$, which differs from 1 by less than $10^{-18}$; a `float64` rounds it to
# exactly 1.0. If you look at $a$ alone, you do not notice a forgotten bias: $\sigma(42)$ is 1.0
# as well. When a neuron is *saturated* like this, look at $z$.
#
# In this exercise an example has one axis, `(n,)`, as in e01. In e07 many neurons look at many
# examples, and the examples stand up as columns.

# %%
"""e06: one neuron, the bias unit, and logic gates."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

# %% [markdown]
# ## What it gathers
#
# Write `weighted_sum`: a dot product (e01) and a bias. However many inputs there are, one neuron
# has one sum.


# %%
def weighted_sum(w: np.ndarray, x: np.ndarray, b: float) -> float:
    r"""Gather what one neuron hears: every input times its weight, summed, and the bias.

    .. math:: z = \sum_{k=1}^{n} w_k x_k + b

    Parameters
    ----------
    w : ndarray, shape (n,)
        The weights, one for each input.
    x : ndarray, shape (n,)
        The inputs.
    b : float
        The bias.

    Returns
    -------
    float
        The weighted sum z.

    Examples
    --------
    >>> weighted_sum(np.array([-2.0, 4.0, 1.5]), np.array([66.0, 39.0, 12.0]), -0.5)
    41.5
    """
    raise NotImplementedError("e06 weighted_sum: replace this line")


# %% [markdown]
# ## What it says
#
# Write `neuron`: the activation. By hand: with weights $(1, 1)$ and the bias −10, the inputs
# $(5, 3)$ give $z = 8 - 10 = -2$ and $\sigma(-2) = 0.1192$; $(7, 3)$ give $z = 0$ and 0.5; $(7, 5)$
# give $z = 2$ and 0.8808. The bias −10 makes the neuron ask for a sum above 10 before it leans
# to yes.


# %%
def neuron(w: np.ndarray, x: np.ndarray, b: float) -> float:
    r"""Give the activation of one neuron: σ(w·x + b).

    Parameters
    ----------
    w : ndarray, shape (n,)
        The weights, one for each input.
    x : ndarray, shape (n,)
        The inputs.
    b : float
        The bias.

    Returns
    -------
    float
        The activation, from 0 to 1.

    Examples
    --------
    >>> round(neuron(np.array([1.0, 1.0]), np.array([5.0, 3.0]), -10.0), 4)
    0.1192
    """
    raise NotImplementedError("e06 neuron: replace this line")


# %% [markdown]
# ## The bias unit
#
# There is a trick that makes the bias look like any other weight. Invent one more input that is
# always 1, the *bias unit*, and let the bias be its weight: $b \cdot 1 = b$. Put the 1 *before* the
# inputs and the bias *before* the weights, and call the whole list theta:
#
# $$\theta = [\,b \mid w\,] = (b, w_1, \dots, w_n), \qquad
# [\,1 \mid x\,] = (1, x_1, \dots, x_n), \qquad z = \theta \cdot [\,1 \mid x\,]$$
#
# By hand: $(-0.5, -2, 4, 1.5) \cdot (1, 66, 39, 12) = -0.5 - 132 + 156 + 18 = 41.5$, as before. The
# two lists have to agree on where the 1 stands. Put it last by mistake, and the bias is multiplied
# by 66 and the last weight by 1: $-33 - 78 + 48 + 1.5 = -61.5$.
#
# Write `with_bias_unit` and `neuron_theta`. In e08 you will do the same for a whole layer.


# %%
def with_bias_unit(x: np.ndarray) -> np.ndarray:
    """Put the bias unit, a 1, before the inputs.

    Parameters
    ----------
    x : ndarray, shape (n,)
        The inputs.

    Returns
    -------
    ndarray, shape (n + 1,)
        A 1 and then the inputs, in a new array.

    Examples
    --------
    >>> with_bias_unit(np.array([66.0, 39.0, 12.0]))
    array([ 1., 66., 39., 12.])
    """
    raise NotImplementedError("e06 with_bias_unit: replace this line")


# %%
def neuron_theta(theta: np.ndarray, x: np.ndarray) -> float:
    r"""Give the activation of one neuron whose bias and weights are one list: σ(θ·[1 | x]).

    Parameters
    ----------
    theta : ndarray, shape (n + 1,)
        The bias first, then the weights.
    x : ndarray, shape (n,)
        The inputs, without the bias unit.

    Returns
    -------
    float
        The activation, from 0 to 1.

    Examples
    --------
    >>> round(neuron_theta(np.array([-10.0, 1.0, 1.0]), np.array([5.0, 3.0])), 4)
    0.1192
    """
    raise NotImplementedError("e06 neuron_theta: replace this line")


# %% [markdown]
# ## A neuron as a logic gate
#
# Let the inputs be 0 or 1, no or yes. Then a neuron with the right theta is a *gate*: its
# activation is close to 1 for yes and close to 0 for no. Write `gate`, which takes as many inputs
# as theta has weights. By hand, with $\theta = (-15, 30, -30)$: the inputs 1 and 0 give $z = +15$,
# 0 and 1 give $z = -45$, and two zeros or two ones give $z = -15$. So $\sigma(z)$ is 1.0000 for 1
# and 0, and 0.0000 otherwise, to four decimals: this gate says "the first, but not the second".


# %%
def gate(theta: tuple[float, ...], *inputs: float) -> float:
    """Give the answer of one neuron to inputs that are 0 or 1: near 1 for yes, near 0 for no.

    Parameters
    ----------
    theta : tuple of float
        The bias first, then one weight for each input.
    *inputs : float
        The inputs, as many as there are weights.

    Returns
    -------
    float
        The neuron's activation.

    Examples
    --------
    >>> round(gate((-15.0, 30.0, -30.0), 1, 0), 3)
    1.0
    >>> round(gate((-15.0, 30.0, -30.0), 0, 1), 3)
    0.0
    """
    raise NotImplementedError("e06 gate: replace this line")


# %% [markdown]
# ## Four gates
#
# Now find the numbers yourself. Write each gate as a tuple, the bias first:
#
# | $x_1$ | $x_2$ | AND | OR | NOR |
# |---|---|---|---|---|
# | 0 | 0 | no | no | yes |
# | 0 | 1 | no | yes | no |
# | 1 | 0 | no | yes | no |
# | 1 | 1 | yes | yes | no |
#
# and NOT, which has a single input, says yes to 0 and no to 1.
#
# Ask two questions of every gate. What should it say when all inputs are 0? There only the bias is
# left, so the answer tells its sign. And which way should each input push? That tells the weight's
# sign.
# Many answers are right: a row is a yes if its $z$ is above 0, and a no if it is below. Choose
# large numbers, tens and not tenths, so that the sigmoid is close to 0 or 1. The next section
# needs that.

# %%
# AND: yes only if both inputs are 1. A tuple (bias, weight of x1, weight of x2).
AND = NotImplemented  # e06 AND: replace this line

# OR: yes if at least one input is 1. A tuple (bias, weight of x1, weight of x2).
OR = NotImplemented  # e06 OR: replace this line

# NOT: yes if its only input is 0. A tuple (bias, weight of x1).
NOT = NotImplemented  # e06 NOT: replace this line

# NOR: yes if neither input is 1. A tuple (bias, weight of x1, weight of x2).
NOR = NotImplemented  # e06 NOR: replace this line

# %% [markdown]
# ## What one neuron cannot do
#
# XNOR says yes if both inputs are the same. Draw its four rows as points in a square: the two yeses
# lie on one diagonal, the two noes on the other. The place where a neuron's $z$ is 0 is a straight
# line, with yes on one side and no on the other; and no straight line has both yeses on one side
# and both noes on the other. So no single neuron is an XNOR, and none is an XOR, its opposite.
#
# But "both the same" means "both, or neither". That is three gates in two layers: an AND and a NOR
# look at the inputs, and an OR looks at *them*. The first two are a hidden layer, and with it the
# impossible becomes easy:
#
# | $x_1$ | $x_2$ | AND | NOR | OR of these two |
# |---|---|---|---|---|
# | 0 | 0 | 0 | 1 | 1 |
# | 0 | 1 | 0 | 0 | 0 |
# | 1 | 0 | 0 | 0 | 0 |
# | 1 | 1 | 1 | 0 | 1 |
#
# (An AND and a NOR that say 0.4 for no would mislead the OR. Hence the large numbers.)
#
# And what do the gates make of inputs between 0 and 1? Each neuron knows its line and nothing else.
# The inputs 0.5 and 0.5 lie halfway between the rows 0, 1 and 1, 0, so every $z$ lies halfway
# between its values there. For AND both are below 0, and for NOR both are below 0: neither fires,
# and XNOR says *no*, although both inputs are the same.
#
# Write `xnor` out of your gates. The checks also ask it between 0 and 1, where your own numbers say
# what has to come out.


# %%
def xnor(x1: float, x2: float) -> float:
    """Tell with gates whether two inputs, each 0 or 1, are the same.

    Parameters
    ----------
    x1, x2 : float
        The inputs, 0 or 1; between them the gates decide.

    Returns
    -------
    float
        Near 1 if they are the same, near 0 if they differ.

    Examples
    --------
    >>> [round(xnor(x1, x2)) for x1, x2 in [(0, 0), (0, 1), (1, 0), (1, 1)]]
    [1, 0, 0, 1]
    """
    raise NotImplementedError("e06 xnor: replace this line")
