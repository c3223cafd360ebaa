# %% [markdown]
# # e03 · One-hot columns
#
# A label is a word or a number: "car", or "this is a 3". A network knows neither; it has output
# neurons, and each of them is more or less active. Before the network can learn anything (e12),
# labels have to be brought into its language, and before anybody can use its answer (e18), the
# answer has to be brought back.
#
# **The picture.** Think of a row of light switches with a name under each: pedestrian, car,
# motorcycle, truck. To say "car" you turn the switch of the car on and leave the others off.
# Exactly one of them is on, or "hot": hence the name. Going back, you look for the switch that is
# on. A network is not that tidy, and all its lamps glow a little; so you look for the brightest.
#
# **The formula.** The one-hot column of label $c$ among $n$ classes has $n$ entries, and
#
# $$y_i = \begin{cases} 1 & \text{if } i = c \\ 0 & \text{otherwise} \end{cases}
# \qquad i = 0, 1, \dots, n - 1$$
#
# Going back, the label is the *place* of the largest activation: $c = \arg\max_i a_i$.
#
# **By hand.** Classes are counted from zero, as Python counts. The digit 3 has index 3, since
# there is a digit 0. Of pedestrian, car, motorcycle and truck, the car has index 1:
#
# $$\text{car} \quad\longrightarrow\quad \begin{pmatrix} 0 \\ 1 \\ 0 \\ 0 \end{pmatrix}$$
#
# A text that counts its classes from one calls the motorcycle "class 3"; its index is 2.
#
# Why not simply have one output neuron that says 3? Because then an answer halfway between a 1
# and a 3 would be a 2, and a 2 is not halfway between them in any picture. With a neuron for each
# class, no class is nearer to another than the rest.

# %%
"""e03: labels as one-hot columns, and outputs as labels."""

import numpy as np

# %% [markdown]
# ## From labels to columns
#
# Write `one_hot`. As everywhere in this course, examples stand side by side, **one example per
# column** (e02): $m$ labels become $m$ columns, and row $i$ belongs to class $i$. By hand, the
# labels 2, 0 and 2 among four classes:
#
# $$(2, 0, 2) \quad\longrightarrow\quad
# \begin{pmatrix} 0 & 1 & 0 \\ 0 & 0 & 0 \\ 1 & 0 & 1 \\ 0 & 0 & 0 \end{pmatrix}$$
#
# Class 1 and class 3 do not occur in this batch, and their rows are there all the same: the
# network's output has four neurons for *every* batch, and the two are going to be compared.


# %%
def one_hot(labels: np.ndarray, n_classes: int) -> np.ndarray:
    """Turn m labels into m columns, each with a 1 at its label's place and 0 elsewhere.

    Parameters
    ----------
    labels : ndarray of int, shape (m,)
        Classes, counted from 0.
    n_classes : int
        How many classes there are, whether or not all of them occur in `labels`.

    Returns
    -------
    ndarray, shape (n_classes, m)
        One example in each column, as numbers: 1.0 and 0.0.

    Examples
    --------
    >>> one_hot(np.array([2, 0, 2]), 4)
    array([[0., 1., 0.],
           [0., 0., 0.],
           [1., 0., 1.],
           [0., 0., 0.]])
    """
    raise NotImplementedError("e03 one_hot: replace this line")


# %% [markdown]
# ## From columns to labels
#
# Write `decode`: for each column, the index of its largest activation. Here is what a network
# said to the picture of a 3 (you will meet it again in e12); the ten outputs belong to the digits
# 0 to 9:
#
# .43, .28, .19, **.88**, .72, .01, .64, .86, **.99**, .63
#
# The largest is .99, and it stands at index 8: the network takes the 3 for an 8. The right digit
# comes second, with .88. Such outputs are strengths and not probabilities: they add up to 5.63.
# Nothing keeps all ten from being strong, or from being weak; the strongest counts.


# %%
def decode(activations: np.ndarray) -> np.ndarray:
    """Read off the label of each column: the index of its largest activation.

    Parameters
    ----------
    activations : ndarray, shape (n_classes, m)
        Outputs of a network, one example in each column. They may be of any size and sign; the
        largest of a column counts.

    Returns
    -------
    ndarray of int, shape (m,)
        The class of each example, counted from 0.

    Examples
    --------
    >>> outputs = np.array([[0.1, 0.7], [0.8, 0.2], [0.3, 0.6]])
    >>> decode(outputs)
    array([1, 0])
    """
    raise NotImplementedError("e03 decode: replace this line")
