# %% [markdown]
# # e16 · Repair a network
#
# Somebody wrote a small network in a hurry. It looks right, and it does not run; once it runs, it
# does not learn; once it learns, it learns the wrong thing. Do not write it again: find out what is
# wrong, and fix it. Nearly every method has a fault.
#
# **The picture.** Two inputs, a layer of hidden neurons, an output: a *two-layer perceptron*. It
# differs from the network of e15 in four ways, on purpose:
#
# - It follows the **row convention** of e08: one example in each **row** of `X`, so a layer's sums
#   are `X @ W + b`, and each neuron's weights stand in a **column** of `W`.
# - The hidden neurons use the ReLU: $\max(0, z)$, with slope 1 above 0 and slope 0 elsewhere, at 0
#   itself too.
# - The output is not squashed at all, since it is to be any number (e17 multiplies with it).
# - Its cost has a ½.
#
# > **Which cost, which factor?** In e12 to e15 and in e18 the cost of an example is the sum of the
# > squared errors, so its slope has a factor **2**: $2\,(a - y)$. Here, and in e17, it is *half* of
# > that sum: $C = \frac{1}{2N} \sum_{n} \sum_{k} (\text{output}_{nk} - y_{nk})^2$. The ½ and the 2
# > of the square cancel, and the slope of one example's cost is the *residual*, output − target,
# > with the factor **1**. Why here? Because much code that you will meet is written like this, and
# > you have to see which of the two is in front of you. The minimum lies at the same place; a step
# > with the same learning rate is half as long.
#
# | what | shape |
# |---|---|
# | `X` | (N, n_inputs) |
# | `W1`, `b1` | (n_inputs, n_hidden), (n_hidden,) |
# | `W2`, `b2` | (n_hidden, n_outputs), (n_outputs,) |
# | output, `Y` | (N, n_outputs) |
#
# **The formulas.**
#
# $$Z = X W_1 + b_1, \quad H = \max(0, Z), \quad \text{output} = H W_2 + b_2$$
#
# $$R = \tfrac{1}{N}(\text{output} - Y), \qquad B = (R\, W_2^\top) \odot [Z > 0]$$
#
# ($R$ is each residual's share in the mean, $R\,W_2^\top$ the blame that reaches the hidden
# neurons, and $[Z > 0]$ is 1 where a sum is above 0 and 0 elsewhere: the slope of the ReLU.)
#
# $$\frac{\partial C}{\partial W_2} = H^\top R, \quad
# \frac{\partial C}{\partial b_2} = \sum_n R_n, \quad
# \frac{\partial C}{\partial W_1} = X^\top B, \quad
# \frac{\partial C}{\partial b_1} = \sum_n B_n$$
#
# **By hand.** One example $x = [1, 2]$ with target 3, and
#
# `W1 = [[1, 2], [1, -2]]`, `b1 = [0.5, 1]`, `W2 = [[2], [3]]`, `b2 = [-1]`.
#
# - Forward: $Z = [3.5, -1]$, $H = [3.5, 0]$, output $3.5 \cdot 2 + 0 \cdot 3 - 1 = 6$. The
#   residual is 3 and the cost ½ · 3² = 4.5.
# - Back: $\partial C/\partial W_2 = [[10.5], [0]]$ and $\partial C/\partial b_2 = [3]$. The
#   blame that reaches the hidden neurons is $[6, 9]$; the second was silent, so $B = [6, 0]$.
#   Then $\partial C/\partial W_1 = [[6, 0], [12, 0]]$ and $\partial C/\partial b_1 = [6, 0]$.
# - A step with learning rate 0.1: `W1 = [[0.4, 2], [-0.2, -2]]`, `b1 = [-0.1, 1]`,
#   `W2 = [[0.95], [3]]`, `b2 = [-1.3]`.
#
# **How to look for a fault.** Run the example above method by method, and print the shape and the
# numbers after every line: the first line that differs from the paper is where to look. A line
# that stops is the easy kind; a line that goes on with a wrong shape or a wrong sign is why you
# compare. The checks tell you which *behaviour* is still broken, and never the line.

# %%
"""e16: a two-layer perceptron to repair."""

from typing import Any

import numpy as np

# %% [markdown]
# ## The patient
#
# Small methods, each with one task. The first line in the first of them stops everything: take it
# out to begin. The task of each method stands in its text, and the text is right; the code below
# it may not be. There is a check for each method, in which all the others are taken to be right:
# so you can repair them in any order, and every repair counts.
#
# Change whatever you like in the code, except the names of attributes and of the four methods that
# others call: `__init__`, `forward_pass`, `backwards_pass`, `subtract_gradients`. If you would
# rather have these four alone and no small ones, that is right, too.


# %%
class TwoLayerPerceptron:
    """A layer of ReLU neurons and a linear output, one example in each row.

    Attributes
    ----------
    W1 : ndarray, shape (n_inputs, n_hidden)
    b1 : ndarray, shape (n_hidden,)
    W2 : ndarray, shape (n_hidden, n_outputs)
    b2 : ndarray, shape (n_outputs,)

    Examples
    --------
    >>> perceptron = TwoLayerPerceptron(2, 2, 1, np.random.default_rng(0))
    >>> perceptron.W1, perceptron.b1 = np.array([[1.0, 2.0], [1.0, -2.0]]), np.array([0.5, 1.0])
    >>> perceptron.W2, perceptron.b2 = np.array([[2.0], [3.0]]), np.array([-1.0])
    >>> output, cache = perceptron.forward_pass(np.array([[1.0, 2.0]]))
    >>> output
    array([[6.]])
    >>> perceptron.backwards_pass(cache, np.array([[3.0]]))["b1"]
    array([6., 0.])
    """

    # --- a new perceptron ---

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        """Draw the weights and set the biases to 0, for both layers.

        The weights of a layer are normally distributed around 0 with the standard deviation
        √(2 / inputs of that layer): He's choice for ReLU neurons, half of which are silent.

        Parameters
        ----------
        n_inputs, n_hidden, n_outputs : int
            Sizes of the three columns of neurons.
        rng : numpy.random.Generator
            Where the random numbers come from.
        """
        # Take the next line out to begin; the rest of the class is yours to repair.
        raise NotImplementedError("e16 TwoLayerPerceptron: replace this line")
        self.W1 = rng.normal(0.0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden))
        self.W2 = rng.normal(0.0, np.sqrt(2 / n_hidden), (n_hidden, n_outputs))
        self.b1 = self.b2 = self.first_biases(n_hidden)

    def first_biases(self, n: int) -> np.ndarray:
        """Return the first biases of a layer of n neurons: n zeros."""
        return np.zeros(size=n)

    # --- the way forward ---

    def forward_pass(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        """Compute the output for every example, and keep what the way back needs.

        Parameters
        ----------
        X : ndarray, shape (N, n_inputs)
            One example in each row.

        Returns
        -------
        output : ndarray, shape (N, n_outputs)
            The network's answers.
        cache
            Everything that `backwards_pass` takes out of it.
        """
        sums = self.hidden_sums(X)
        hidden = np.maximum(0.0, sums)
        output = hidden @ self.W2 + self.b2
        return output, (hidden, output)

    def hidden_sums(self, X: np.ndarray) -> np.ndarray:
        """Return the weighted sums Z of the hidden neurons, shape (N, n_hidden)."""
        sums: np.ndarray = X @ W1 + self.b1
        return sums

    # --- the way back ---

    def backwards_pass(self, cache: Any) -> dict[str, np.ndarray]:
        """Find the gradient of the cost with respect to every weight and bias.

        The call is `backwards_pass(cache, Y)`. It changes nothing in the network.

        Parameters
        ----------
        cache
            What `forward_pass` returned with the output.
        Y : ndarray, shape (N, n_outputs)
            The targets. Where there is one output, (N,) is as good.

        Returns
        -------
        dict
            The gradients `"W1"`, `"b1"`, `"W2"`, `"b2"`, each as large as its parameter.
        """
        X, sums, hidden, output = cache
        targets = self.targets(Y, output)
        residual = self.residual(output, targets)
        blame = self.blame(residual) * self.hidden_slope(sums)
        return {
            "W1": self.weight_gradient(X, blame),
            "b1": self.bias_gradient(blame),
            "W2": self.weight_gradient(hidden, residual),
            "b2": self.bias_gradient(residual),
        }

    def targets(self, Y: np.ndarray, output: np.ndarray) -> np.ndarray:
        """Return the targets in the shape of the output, also where they came as (N,)."""
        return np.squeeze(Y)

    def residual(self, output: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Return R: how the cost changes with each number of the output, shape (N, n_outputs)."""
        residual: np.ndarray = (output - targets) ** 2 / len(output)
        return residual

    def blame(self, residual: np.ndarray) -> np.ndarray:
        """Send R back through W2: how the cost changes with each hidden activation, (N, n_hidden).

        The slope of the ReLU is not in it yet.
        """
        blame: np.ndarray = residual @ self.W2
        return blame

    def hidden_slope(self, sums: np.ndarray) -> np.ndarray:
        """Return the slope of the ReLU at each of the sums: 1 above 0, and 0 elsewhere."""
        # A ReLU is made of straight lines.
        return np.ones(sums.shape)

    def weight_gradient(self, inputs: np.ndarray, errors: np.ndarray) -> np.ndarray:
        """Return the gradient of a layer's weights, shape (what goes in, neurons).

        Parameters
        ----------
        inputs : ndarray, shape (N, what goes in)
            The numbers that the layer hears.
        errors : ndarray, shape (N, neurons)
            How the cost changes with each of the layer's sums.
        """
        gradient: np.ndarray = inputs @ errors
        return gradient

    def bias_gradient(self, errors: np.ndarray) -> np.ndarray:
        """Return the gradient of a layer's biases, shape (neurons,), from errors (N, neurons)."""
        gradient: np.ndarray = errors.sum(axis=1)
        return gradient

    # --- the step ---

    def subtract_gradients(self, gradients: dict[str, np.ndarray], lr: float) -> None:
        """Take one step downhill: every parameter loses the learning rate times its gradient.

        Parameters
        ----------
        gradients : dict
            What `backwards_pass` returned.
        lr : float
            The learning rate, how long the step is.
        """
        self.W1 += self.step(gradients["W1"], lr)
        self.b1 += self.step(gradients["b1"], lr)
        self.W2 += self.step(gradients["W2"], lr)
        self.b2 += self.step(gradients["b2"], lr)

    def step(self, gradient: np.ndarray, lr: float) -> np.ndarray:
        """Return how far a parameter with this gradient moves in one step."""
        return gradient
