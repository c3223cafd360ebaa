# %% [markdown]
# # e11 · Why the squash
#
# Every layer ends with a squash, and so far you have taken it on trust. Leave it out, and
# something surprising happens: a network of a hundred layers can do no more than one layer. Put
# it back, and two neurons can do what no single neuron can, and a row of them can follow a curve
# that you draw in one stroke as closely as you like.
#
# **The picture.** A layer without a squash, $Wa + b$, is an *affine* map: it stretches, turns and
# shifts, and keeps straight lines straight. (It would be called linear if nothing were shifted,
# that is with $b = 0$.) Stretch, turn and shift twice, and you have stretched, turned and shifted
# once, by other amounts. Only a bend in between makes the second layer worth its weights. The
# simplest bend is that of the ReLU (e05): $\operatorname{relu}(z) = \max(0, z)$, silent up to 0
# and straight from there. All of this exercise is done with it, since it can be followed by hand.

# %%
"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np

# %% [markdown]
# ## Two layers that are one
#
# Without a squash, two layers give
#
# $$W_2\,(W_1 a + b_1) + b_2 \;=\; (W_2 W_1)\,a + (W_2 b_1 + b_2)$$
#
# and that is a single layer again, whose $W$ is $W_2 W_1$ and whose $b$ is $W_2 b_1 + b_2$. Mind
# the order: the layer that acts first stands on the right, next to $a$. And $b_1$ comes through
# the second layer's weights, like everything else that the first layer says.
#
# **By hand.**
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & -1 \\ 3 & 1 \end{pmatrix}, \quad
# b_1 = \begin{pmatrix} 1 \\ 0 \\ -1 \end{pmatrix}, \quad
# W_2 = \begin{pmatrix} 2 & 1 & 0 \\ 0 & 1 & 1 \end{pmatrix}, \quad
# b_2 = \begin{pmatrix} 0 \\ 5 \end{pmatrix}$$
#
# collapse to
#
# $$W = W_2 W_1 = \begin{pmatrix} 2 & 3 \\ 3 & 0 \end{pmatrix}, \qquad
# b = W_2 b_1 + b_2 = \begin{pmatrix} 2 \\ -1 \end{pmatrix} + \begin{pmatrix} 0 \\ 5 \end{pmatrix}
# = \begin{pmatrix} 2 \\ 4 \end{pmatrix}$$
#
# Write `collapse`, for as many layers as are in the list.


# %%
def collapse(parameters: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    r"""Give the one layer that equals all layers chained without any squash.

    .. math:: W = W_L \cdots W_2 W_1, \qquad b = W_L(\cdots (W_2 b_1 + b_2) \cdots) + b_L

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of at least one layer, first one first.

    Returns
    -------
    W : ndarray, shape (n_last, n_input)
        The weights of the one layer.
    b : ndarray, shape (n_last, 1)
        Its biases.

    Examples
    --------
    >>> W1, b1 = np.array([[1, 2], [0, -1], [3, 1]]), np.array([[1], [0], [-1]])
    >>> W2, b2 = np.array([[2, 1, 0], [0, 1, 1]]), np.array([[0], [5]])
    >>> W, b = collapse([(W1, b1), (W2, b2)])
    >>> W.tolist(), b.tolist()
    ([[2.0, 3.0], [3.0, 0.0]], [[2.0], [4.0]])
    """
    raise NotImplementedError("e11 collapse: replace this line")


# %% [markdown]
# ## One bend, and they are two again
#
# Now put a ReLU between the layers. At $a = (-1, 1)$ the first layer gathers
# $(1 \cdot (-1) + 2 \cdot 1 + 1,\ -1 \cdot 1 + 0,\ 3 \cdot (-1) + 1 \cdot 1 - 1) = (2, -1, -3)$.
#
# - Passed on as it is: $(2 \cdot 2 + 1 \cdot (-1),\ -1 - 3 + 5) = (3, 1)$. The collapsed layer says
#   the same: $(2 \cdot (-1) + 3 \cdot 1 + 2,\ 3 \cdot (-1) + 4) = (3, 1)$.
# - With a ReLU the two negative neurons are silent, $(2, 0, 0)$, and the second layer answers
#   $(2 \cdot 2,\ 5) = (4, 5)$. No single layer could stand in for that at every $a$.
#
# Write `forward_relu`: e09's `forward`, but with a ReLU after every layer except the last one,
# which hands on what it has gathered, as it is.


# %%
def forward_relu(parameters: list[tuple[np.ndarray, np.ndarray]], a: np.ndarray) -> np.ndarray:
    r"""Run a network with a ReLU after every layer but the last.

    .. math::

        a^{(l)} = \max\bigl(0,\ W^{(l)} a^{(l-1)} + b^{(l)}\bigr), \qquad
        a^{(L)} = W^{(L)} a^{(L-1)} + b^{(L)}

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of at least one layer, first one first.
    a : ndarray, shape (n_input, m)
        The inputs, one example in each column.

    Returns
    -------
    ndarray, shape (n_output, m)
        What the last layer gathers, not squashed, one example in each column.

    Examples
    --------
    >>> W1, b1 = np.array([[1, 2], [0, -1], [3, 1]]), np.array([[1], [0], [-1]])
    >>> W2, b2 = np.array([[2, 1, 0], [0, 1, 1]]), np.array([[0], [5]])
    >>> forward_relu([(W1, b1), (W2, b2)], np.array([[-1.0], [1.0]])).tolist()
    [[4.0], [5.0]]
    """
    raise NotImplementedError("e11 forward_relu: replace this line")


# %% [markdown]
# ## What one neuron cannot do
#
# "Exactly one of the two" is called XOR:
#
# | x1 | x2 | XOR |
# |---|---|---|
# | 0 | 0 | 0 |
# | 0 | 1 | 1 |
# | 1 | 0 | 1 |
# | 1 | 1 | 0 |
#
# Draw the four points on paper: no straight line has the two 1s on one side and the two 0s on the
# other, so no single neuron gives this table (e06). Two ReLUs and one neuron that listens to them
# do. Both hear the sum $s = x_1 + x_2$, which is 0, 1 or 2:
#
# $$\operatorname{xor} = \operatorname{relu}(s) - 2\,\operatorname{relu}(s - 1)$$
#
# **By hand.** At $s = 0$: $0 - 0 = 0$. At $s = 1$: $1 - 0 = 1$. At $s = 2$: $2 - 2 \cdot 1 = 0$.
# The first ReLU climbs, and from 1 on the second pulls down twice as fast.
#
# Write `xor`, with these neurons or with others: only the table counts.


# %%
def xor(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    r"""Tell whether exactly one of two inputs is 1, with two ReLUs.

    .. math:: \max(0, s) - 2 \max(0, s - 1), \qquad s = x_1 + x_2

    Parameters
    ----------
    x1, x2 : ndarray of one shape, or two numbers
        The inputs, each 0 or 1.

    Returns
    -------
    ndarray of the same shape, or a number
        1 where exactly one of the two is 1, and 0 elsewhere.

    Examples
    --------
    >>> [float(xor(x1, x2)) for x1 in (0.0, 1.0) for x2 in (0.0, 1.0)]
    [0.0, 1.0, 1.0, 0.0]
    """
    raise NotImplementedError("e11 xor: replace this line")


# %% [markdown]
# ## Following a curve with hinges
#
# A ReLU that hears $x - c$ is silent up to $c$ and climbs from there: a hinge at $c$. Add up
# several, each with a strength of its own, and you get a line that bends at every hinge. So take
# points $(x_0, y_0), \ldots, (x_n, y_n)$ and join them by straight pieces; a hidden layer with a
# hinge at the left end of each of the $n$ pieces draws exactly this line:
#
# $$f(x) = y_0 + \sum_{k=0}^{n-1} d_k \, \operatorname{relu}(x - x_k)$$
#
# How strong must each hinge be? Piece $k$ has the slope
# $s_k = (y_{k+1} - y_k) / (x_{k+1} - x_k)$. But the earlier hinges are still climbing when the
# next one sets in: a hinge only has to supply the *change* of slope,
#
# $$d_0 = s_0, \qquad d_k = s_k - s_{k-1}$$
#
# **By hand.** Four equal pieces for $y = x^2$ on $[0, 1]$: the points are $(0, 0)$,
# $(.25, .0625)$, $(.5, .25)$, $(.75, .5625)$, $(1, 1)$. The slopes are $.25, .75, 1.25, 1.75$, so
# the changes are $.25, .5, .5, .5$.
#
# Write `hinge_network`.


# %%
def hinge_network(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    r"""Find the slope changes of the ReLU network whose line goes through the points.

    .. math:: s_k = \frac{y_{k+1} - y_k}{x_{k+1} - x_k}, \qquad d_0 = s_0, \quad d_k = s_k - s_{k-1}

    Parameters
    ----------
    xs : ndarray, shape (n + 1,)
        Where the points are, from left to right, no two the same.
    ys : ndarray, shape (n + 1,)
        How high they are.

    Returns
    -------
    ndarray, shape (n,)
        The strength of the hinge at the left end of each piece.

    Examples
    --------
    >>> xs = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    >>> hinge_network(xs, xs**2)
    array([0.25, 0.5 , 0.5 , 0.5 ])
    """
    raise NotImplementedError("e11 hinge_network: replace this line")


# %% [markdown]
# Write `hinge_value`: how high the line is at `x`, which may be one number or an array of any
# shape. To the left of the first point no hinge has set in, and the line is flat at `start`; after
# the last point it goes on with its last slope. The last point itself has no hinge.
#
# **By hand.** In the middle of the first piece, at $x = .125$, only the first hinge is active:
# $.25 \cdot .125 = .03125$. The curve is at $.125^2 = .015625$ there, so the line is $.015625$ too
# high. It is so in the middle of each piece, and nowhere more: with $n$ pieces the largest error is
# $1/(4n^2)$, that is $.015625$ for $n = 4$ and $.0025$ for $n = 10$.
#
# More hinges, less error: in this way a single hidden layer comes as close as you like to any
# *continuous* function on a *bounded* stretch. It does not reach beyond: right of the last point
# the straight line and $x^2$ soon part for ever.


# %%
def hinge_value(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    r"""Compute how high the line with the given hinges is at `x`.

    .. math:: f(x) = \text{start} + \sum_{k=0}^{n-1} d_k \max(0,\ x - x_k)

    Parameters
    ----------
    x : ndarray of any shape, or a number
        Where to look.
    xs : ndarray, shape (n + 1,)
        Where the points are; the hinges sit at all but the last.
    changes : ndarray, shape (n,)
        The strengths of the hinges, as `hinge_network` finds them.
    start : float
        The height of the first point.

    Returns
    -------
    ndarray of the shape of `x`, or a number
        The height of the line.

    Examples
    --------
    >>> xs, changes = np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.array([0.25, 0.5, 0.5, 0.5])
    >>> hinge_value(np.array([-1.0, 0.125, 0.5]), xs, changes, 0.0)
    array([0.     , 0.03125, 0.25   ])
    """
    raise NotImplementedError("e11 hinge_value: replace this line")


# %% [markdown]
# ## A neuron that sees a line
#
# What might a hidden neuron of a digit network look for? One answer: a short bright line. Let one
# neuron look at a patch of 3×3 pixels, flattened row by row (e02), so that its weights have shape
# (1, 9): the first three belong to the top row, the next three to the middle row, the last three to
# the bottom row.
#
# It should fire, with an activation above one half, when the middle row is bright (1) and the rest
# dark (0). And it should stay quiet, below one half, in front of a blank wall, where all nine
# pixels are equally bright: dark (0), white (1) or anything between. So brightness in the middle
# must speak for the line, and brightness around it must speak *against* it; and with nothing to be
# seen the bias must keep the neuron quiet.
#
# **By hand.** Three sums have to come out right. On the line the middle row's weights and the bias
# are added, on a white wall all nine weights and the bias, and on a dark wall the bias is alone.
# One neuron of this kind has:
#
# - on the line $z = 1$, and $\sigma(1) = .7311$: it fires;
# - on a white wall $z = -5$, and $\sigma(-5) = .0067$: quiet;
# - on a dark wall $z = -2$, and $\sigma(-2) = .1192$: quiet.
#
# Which weights does it have, if the three of the middle row are equal, and the other six are, too?
# Write `edge_detector`, with these weights or with any others that do the same.


# %%
def edge_detector() -> tuple[np.ndarray, np.ndarray]:
    r"""Give a neuron that fires on a bright middle row and stays quiet on a blank wall.

    Its activation :math:`\sigma(W p + b)` is above 0.5 if the middle row of the patch is 1 and the
    rest 0, and below 0.5 if all nine pixels are the same, from 0 to 1. The patch p is (9, 1), its
    3×3 pixels read row by row.

    Returns
    -------
    W : ndarray, shape (1, 9)
        One neuron's weights for the nine pixels.
    b : ndarray, shape (1, 1)
        Its bias.

    Examples
    --------
    >>> W, b = edge_detector()
    >>> line = np.array([[0, 0, 0, 1, 1, 1, 0, 0, 0]]).T
    >>> bool((W @ line + b > 0).all()), bool((W @ np.ones((9, 1)) + b < 0).all())
    (True, True)
    """
    raise NotImplementedError("e11 edge_detector: replace this line")
