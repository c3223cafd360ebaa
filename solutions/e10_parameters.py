# %% [markdown]
# # e10 · Counting parameters
#
# The parameters of a network are the dials that learning turns: all its weights and all its
# biases. How many there are says how much memory the network takes, and how many slopes have to be
# found for a single step of learning (e15). If you can count them on paper, you know where they
# live.
#
# **The picture.** Draw the layers as columns of neurons, from left to right. The weights live in
# the *gaps* between the columns: every neuron is joined to every neuron of the column before
# it, and each line carries one weight. The biases live *in* the neurons: every neuron that
# computes something has one. The input neurons compute nothing; they only hold the pixels.
#
# For the layer sizes $n_0, n_1, \dots, n_L$, the input first:
#
# $$\text{weights} = \sum_{l=1}^{L} n_l \, n_{l-1} \qquad
# \text{biases} = \sum_{l=1}^{L} n_l$$
#
# **By hand.** A 3-3-1 network has two gaps. The first holds $3 \cdot 3 = 9$ weights, the second
# $1 \cdot 3 = 3$. Its $3 + 1 = 4$ computing neurons have one bias each. Together
# $9 + 3 + 4 = 16$.
#
# The network of this course, 784-16-16-10, has 13,002. Here a network is given by its list of
# sizes, the input first: `[784, 16, 16, 10]`. There may be any number of layers, two at least.
# Every count is a whole number, and the list belongs to the caller: leave it as you found it.

# %%
"""e10: counting parameters, all the weights and biases of a network."""

# %% [markdown]
# ## Weights
#
# Four columns of neurons have three gaps: $16 \cdot 784 = 12544$, $16 \cdot 16 = 256$ and
# $10 \cdot 16 = 160$ weights.


# %%
def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of weights.

    Examples
    --------
    >>> count_weights([784, 16, 16, 10])
    12960
    """
    ### BEGIN SOLUTION
    return sum(sizes[gap] * sizes[gap + 1] for gap in range(len(sizes) - 1))
    ### END SOLUTION


# %% [markdown]
# ## Biases
#
# One for each neuron that computes: $16 + 16 + 10 = 42$.


# %%
def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of biases.

    Examples
    --------
    >>> count_biases([784, 16, 16, 10])
    42
    """
    ### BEGIN SOLUTION
    return sum(sizes[1:])
    ### END SOLUTION


# %% [markdown]
# ## All of them
#
# A network's parameters are its weights and its biases, and nothing else.


# %%
def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of parameters.

    Examples
    --------
    >>> count_parameters([3, 3, 1])
    16
    >>> count_parameters([784, 16, 16, 10])
    13002
    """
    ### BEGIN SOLUTION
    return count_weights(sizes) + count_biases(sizes)
    ### END SOLUTION


# %% [markdown]
# ## Layer by layer
#
# The same count, told apart: how many parameters does each layer bring, first hidden layer
# first? The input layer brings none and has no place in the list. In the network of this course
# nearly all of them sit in the first layer.


# %%
def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    list of int
        One count for each layer but the input, first hidden layer first.

    Examples
    --------
    >>> count_by_layer([784, 16, 16, 10])
    [12560, 272, 170]
    """
    ### BEGIN SOLUTION
    return [sizes[gap + 1] * (sizes[gap] + 1) for gap in range(len(sizes) - 1)]
    ### END SOLUTION


# %% [markdown]
# ## One matrix for both
#
# Some texts put a layer's biases into the same matrix as its weights, as its first column:
# $\theta = [\,b \mid W\,]$. There the previous layer gets one more unit, a *bias unit* that
# always says 1, so that each bias has something to be multiplied with. From 5 units to 10: five
# weights and one bias in each row, and one row for each of the ten neurons. How many numbers
# does $\theta$ hold?


# %%
def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers.

    θ has one row for each neuron of this layer; a row holds that neuron's bias and one weight
    for each neuron of the previous layer.

    Parameters
    ----------
    n_previous : int
        Neurons in the previous layer, the bias unit not counted.
    n_this : int
        Neurons in this layer.

    Returns
    -------
    int
        How many numbers θ holds: one whole number, not a shape.

    Examples
    --------
    >>> theta_size(5, 10)
    60
    """
    ### BEGIN SOLUTION
    return (n_previous + 1) * n_this
    ### END SOLUTION
