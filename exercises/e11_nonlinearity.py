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
#
# There are two parts. **Part one** takes the bend away and puts it back: layers that collapse into
# one, and XOR, which no single neuron can do. **Part two** looks at what a whole hidden layer does
# with bends: it follows a curve with hinges, and it sees a line in a picture. You can stop between
# the two and come back.

# %%
"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np

# %% [markdown]
# ## Part one: with and without a bend
#
# ### Two layers that are one
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
# ### One bend, and they are two again
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
# ### What one neuron cannot do
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
# So the network is a tent over $s$: up to the top at $s = 1$, and down again. Its neurons answer
# between the corners too, where a table says nothing. At $x_1 = .5$, $x_2 = .25$ the sum is
# $s = .75$, the second ReLU is still silent, and the answer is $.75$. At $s = 1.5$ it is
# $1.5 - 2 \cdot .5 = .5$.
#
# Write `xor` with these two ReLUs, for inputs from 0 to 1: it is asked at the corners and between
# them.


# %%
def xor(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    r"""Answer 1 if exactly one of two inputs is 1, and 0 if both or none are, with two ReLUs.

    .. math:: \max(0, s) - 2 \max(0, s - 1), \qquad s = x_1 + x_2

    Parameters
    ----------
    x1, x2 : ndarray of one shape, or two numbers
        The inputs, each from 0 to 1.

    Returns
    -------
    ndarray of the same shape, or a number
        The height of the tent at s: 0 at s = 0, 1 at s = 1, 0 at s = 2, and straight between.

    Examples
    --------
    >>> [float(xor(x1, x2)) for x1 in (0.0, 1.0) for x2 in (0.0, 1.0)]
    [0.0, 1.0, 1.0, 0.0]
    >>> float(xor(0.5, 0.25)), float(xor(0.75, 0.75))
    (0.75, 0.5)
    """
    raise NotImplementedError("e11 xor: replace this line")


# %% [markdown]
# ## Part two: what a hidden layer does with bends
#
# ### Following a curve with hinges
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
# ### A neuron that sees a line
#
# What might a hidden neuron of a digit network look for? One answer: a short bright line. Let one
# neuron look at a patch of 3×3 pixels, flattened row by row (e02), so that its weights have shape
# (1, 9): the first three belong to the top row, the next three to the middle row, the last three to
# the bottom row.
#
# Here is such a neuron for a bright line from top to bottom. Its weights, laid out as the patch is,
# are
#
# $$\begin{pmatrix} -1 & 1 & -1 \\ -1 & 1 & -1 \\ -1 & 1 & -1 \end{pmatrix}$$
#
# and its bias is $-2$. **By hand:**
#
# - when the middle column is bright (1) and the rest dark (0), $z = 3 - 2 = 1$ and
#   $\sigma(1) = .7311$: it fires;
# - in front of a white wall, all nine pixels 1, $z = 3 - 6 - 2 = -5$ and $\sigma(-5) = .0067$: it
#   is quiet;
# - in front of a dark wall, all nine pixels 0, $z = -2$ and $\sigma(-2) = .1192$: it is quiet.
#
# So brightness on the line speaks *for* it, and brightness beside it speaks *against* it. Without
# the weights that speak against it, what would the neuron say to a white wall? And with nothing to
# be seen the bias must keep it quiet.
#
# Write `edge_detector`, for a line that lies the other way: the neuron should fire, with an
# activation above one half, when the middle *row* is bright and the rest dark. In front of a blank
# wall, where all nine pixels are equally bright, dark (0), white (1) or anything between, it should
# stay quiet, below one half. Any weights that do so are right.


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
