# %% [markdown]
# # e16 · Repair a network
#
# Somebody wrote a small network in a hurry. It looks right, and it does not run; once it runs, it
# does not learn; once it learns, it learns the wrong thing. Your work is not to write it anew but
# to find out what is wrong and mend it. At least ten faults are in there.
#
# **The picture.** Two inputs, a layer of hidden neurons, an output: a *two-layer perceptron*. It
# differs from the network of e15 in four ways, on purpose:
#
# - It follows the **row convention** of e08: one example in each **row** of `X`, so a layer's sums
#   are `X @ W + b`, and each neuron's weights stand in a **column** of `W`.
# - The hidden neurons use the ReLU: $\max(0, z)$, with slope 1 above 0 and slope 0 elsewhere.
# - The output is not squashed at all, since it is to be any number (e17 multiplies with it).
# - Its cost has a ½, half of the mean over the examples of the summed squared error:
#   $C = \frac{1}{2N} \sum_{n} \sum_{k} (\text{output}_{nk} - y_{nk})^2$. The ½ and the 2 of the
#   square cancel, so the slope of one example's cost is just the *residual*, output − target.
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
# ($R$ is each residual's share in the mean, $B$ the blame that reaches the hidden neurons, and
# $[Z > 0]$ is 1 where a sum is above 0 and 0 elsewhere: the slope of the ReLU.)
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
# **How to look for a fault.** Run the example above line by line, and print the shape and the
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
# Four methods. The first line in the first of them stops everything: take it out to begin. What
# each method has to do stands in its text, and the text is right; the code below it may not be.
# Change whatever you like in the code, the names of methods and attributes excepted.


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

    def __init__(
        self, n_inputs: int, n_hidden: int, n_outputs: int, rng: np.random.Generator
    ) -> None:
        """Draw the weights and set the biases to 0.

        The weights of a layer are normally distributed around 0 with the standard deviation
        √(2 / inputs of that layer): He's choice for ReLU neurons, half of which are silent.

        Parameters
        ----------
        n_inputs, n_hidden, n_outputs : int
            Sizes of the three columns of neurons.
        rng : numpy.random.Generator
            Where the random numbers come from.
        """
        # Take the next line out to begin; the rest of the class is yours to mend.
        raise NotImplementedError("e16 TwoLayerPerceptron: replace this line")
        W1 = rng.normal(0.0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden))
        self.W2 = rng.normal(0.0, np.sqrt(2 / n_hidden), (n_hidden, n_outputs))
        self.b = np.zeros(size=n_hidden)

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
            Whatever `backwards_pass` needs of this pass, in any form you like.
        """
        before = X @ W1 + self.b
        hidden = np.maximum(0.0, before)
        output = hidden @ self.W2 + self.b
        return output, (hidden, output)

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
        X, before, hidden, output = cache
        residual = (output - Y) ** 2 / len(X)
        blame = residual @ self.W2
        return {
            "W1": X.T @ blame,
            "b1": blame.sum(axis=1),
            "W2": hidden @ residual,
            "b2": residual.sum(axis=1),
        }

    def subtract_gradients(self, gradients: dict[str, np.ndarray], lr: float) -> None:
        """Take one step downhill: every parameter loses the learning rate times its gradient.

        Parameters
        ----------
        gradients : dict
            What `backwards_pass` returned.
        lr : float
            The learning rate, how long the step is.
        """
        self.W1 += gradients["W1"]
        self.b += gradients["b1"]
        self.W2 += gradients["W2"]
        self.b += gradients["b2"]
