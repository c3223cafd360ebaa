# %% [markdown]
# # e13 · The downhill step
#
# The cost (e12) says how wrong a network is. Learning means making it smaller, and for that every
# weight and bias has to move a little: in which direction, and how far? The answer fits in one
# line, and it is all that "learning" is. Where the slopes come from is the story of e14 and e15;
# here they are given.
#
# **The picture.** You stand on a hillside in fog and want to get down. You cannot see the valley,
# but you feel the slope under your feet: take a step against it, feel again, take another. Where
# the ground is steep you go far, where it levels out you take small steps, and on flat ground you
# stop. For 13,002 parameters the hillside has 13,002 directions, and the slopes in all of them
# together are the *gradient* $\nabla C$, which points uphill. So downhill is $-\nabla C$.
#
# **The formula.** For each parameter $w$, with $\partial C / \partial w$ for the slope of the cost
# in its direction (e12):
#
# $$w_{\text{new}} = w - \eta\, \frac{\partial C}{\partial w}$$
#
# The number $\eta$, "eta", is the learning rate: how far one step goes for a given slope.
#
# **By hand.** The valley $C(w) = (w - 3)^2$ has its lowest point at $w = 3$, and the slope
# $2\,(w - 3)$ everywhere. Start at $w = 0$ with $\eta = 0.1$:
#
# - the slope at 0 is $-6$, so $w = 0 - 0.1 \cdot (-6) = 0.6$;
# - the slope at 0.6 is $-4.8$, so $w = 0.6 + 0.48 = 1.08$;
# - the slope at 1.08 is $-3.84$, so $w = 1.08 + 0.384 = 1.464$.
#
# Each step makes the distance to 3 smaller by a fifth: 3, 2.4, 1.92, 1.536, and so on.

# %%
"""e13: the downhill step."""

import numpy as np

# %% [markdown]
# ## One step for a whole network
#
# Write `step`. The gradients come in the same form as the parameters, one pair for each layer:
# to each weight its slope, to each bias its slope. Every parameter takes its own step, and the
# result is a *new* list: whoever called you may still need the old parameters, for instance to see
# whether the step has helped.
#
# **By hand.** Some parameters of a network are 2.25, −1.57, 1.98, −1.16, 3.82, 1.21, and their
# slopes are −.18, −.45, .51, −.40, .32, −.82. With $\eta = 0.1$ the first becomes
# $2.25 - 0.1 \cdot (-.18) = 2.268$, and all of them 2.268, −1.525, 1.929, −1.12, 3.788, 1.292.
# Where the slope is negative, the parameter goes up.
#
# **A trap.** Some texts print $-\nabla C$, the way down, where we speak of the gradient: .18, .45,
# −.51 and so on. Such numbers have the sign inside already and are to be *added*. What this course
# calls `gradients` are the slopes themselves.


# %%
def step(
    parameters: list[tuple[np.ndarray, np.ndarray]],
    gradients: list[tuple[np.ndarray, np.ndarray]],
    eta: float,
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Move every weight and bias one step downhill.

    .. math::

        W_{\text{new}} = W - \eta \frac{\partial C}{\partial W}, \qquad
        b_{\text{new}} = b - \eta \frac{\partial C}{\partial b}

    Parameters
    ----------
    parameters : list of (W, b)
        Weights and biases of each layer. Whole numbers are allowed.
    gradients : list of (dW, db)
        The slope of the cost in each of them, in the same order and shapes.
    eta : float
        The learning rate.

    Returns
    -------
    list of (W, b)
        The new parameters, float64; the old ones are left as they were.

    Examples
    --------
    >>> parameters = [(np.array([[2.25, -1.57]]), np.array([[1.21]]))]
    >>> gradients = [(np.array([[-0.18, -0.45]]), np.array([[-0.82]]))]
    >>> [(W, b)] = step(parameters, gradients, 0.1)
    >>> W.round(3), b.round(3)
    (array([[ 2.268, -1.525]]), array([[1.292]]))
    """
    raise NotImplementedError("e13 step: replace this line")


# %% [markdown]
# ## Many steps in one valley
#
# Write `descend`: walk down the valley $(w - 3)^2$, and return every $w$ where you have stood. The
# start is the first of them, so three steps give a list of four numbers.
#
# Then try three learning rates, before you read on.
#
# - $\eta = 0.1$ from 0: 0, 0.6, 1.08, 1.464, ... comes ever closer to 3.
# - $\eta = 1$ from 0: 0, 6, 0, 6, ... The step goes right across the valley, to the same height
#   on the other side, for ever.
# - $\eta = 1.1$ from 0: 0, 6.6, −1.32, ... Each step ends higher than it began, and after 20
#   steps you stand at −112.01.
#
# A small $\eta$ is slow, a large one does not arrive. But 1 is no border for every network: what is
# too large depends on the valley. This one has the slope $2\,(w - 3)$, which changes by 2 for each
# step of 1: that number is its *curvature*. A step lands exactly at the bottom for
# $\eta = 1/2$, one divided by the curvature, and it leaps across to the same height for
# $\eta = 2/2 = 1$. In a valley a tenth as curved, $\eta = 5$ is still safe; in one ten times as
# curved, $\eta = 0.1$ is not. And the curvature changes with the scale of the inputs: pixels from 0
# to 255 instead of 0 to 1 (e02) make the valleys of the first weights up to 65,000 times as curved.
# This is why e18 may train its network with $\eta = 1.5$, on scaled pixels. On a real network
# nobody can see the valley: one tries, and watches the cost.


# %%
def descend(start: float, eta: float, steps: int) -> list[float]:
    r"""Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first.

    .. math:: w_0 = \text{start}, \qquad w_{t+1} = w_t - \eta \cdot 2\,(w_t - 3)

    Parameters
    ----------
    start : float
        Where the walk begins.
    eta : float
        The learning rate.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    list of float
        The start and where each step has led: `steps` + 1 numbers.

    Examples
    --------
    >>> [round(w, 3) for w in descend(0.0, 0.1, 3)]
    [0.0, 0.6, 1.08, 1.464]
    """
    raise NotImplementedError("e13 descend: replace this line")
