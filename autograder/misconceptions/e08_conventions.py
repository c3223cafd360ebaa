"""Known wrong answers to e08: one layer written four ways."""

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid


def _columns(x: np.ndarray) -> np.ndarray:
    return np.vstack([np.ones((1, x.shape[1])), x])


def _rows(X: np.ndarray) -> np.ndarray:
    return np.hstack([np.ones((X.shape[0], 1)), X])


# --- theta ----------------------------------------------------------------------------------


@misconception(
    "theta_from",
    name="The column of biases stands last",
    hint="Does the first column meet the 1?",
    concept="axes and layout",
)
def bias_column_last(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Append the biases where they would be written by hand: after the weights."""
    return np.hstack([W, b])


@misconception(
    "theta_from",
    name="The biases lie on top of W as a row",
    hint="A neuron is a row of theta. Whose number is each bias, and in which row must it stand?",
    concept="axes and layout",
)
def bias_row_on_top(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Stack upwards, not sideways."""
    return np.vstack([b.T, W])


@misconception(
    "theta_from",
    name="Theta takes its dtype from W",
    hint="Which dtype has theta when W holds whole numbers, and what becomes of a bias of 0.5?",
    concept="dtype",
)
def dtype_of_the_weights(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Fill a container that cannot hold a fraction."""
    theta = np.zeros((W.shape[0], W.shape[1] + 1), dtype=W.dtype)
    theta[:, :1] = b
    theta[:, 1:] = W
    return theta


@misconception(
    "theta_from",
    name="All numbers of theta in one row",
    hint="How many rows has theta, and which .shape has yours?",
    concept="shape",
)
def appended_without_an_axis(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Append without an axis, which flattens both."""
    return np.append(b, W)


@misconception(
    "theta_from",
    name="The biases and W are joined along the wrong axis",
    hint="Should theta get one more row than W, or one more column?",
    concept="axes and layout",
)
def joined_along_axis_0(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Join them as concatenate does by itself: one below the other."""
    return np.concatenate([b, W])


# --- the bias units -------------------------------------------------------------------------


@misconception(
    "forward_columns",
    name="The bias units are on the wrong axis",
    hint="One bias unit per what: per example or per input? Compare the sizes that must agree.",
    concept="axes and layout",
    also={
        "forward_rows": lambda X, theta: sigmoid(
            np.vstack([np.ones((1, X.shape[1])), X]) @ theta.T
        ),
    },
)
def ones_on_the_wrong_axis(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Make one more example of the 1s."""
    return np.asarray(sigmoid(theta @ np.hstack([np.ones((x.shape[0], 1)), x])))


@misconception(
    "forward_columns",
    name="One bias unit for the whole batch",
    hint="How many examples are there, and how many 1s? Who goes without?",
    concept="shape",
    also={
        "forward_rows": lambda X, theta: sigmoid(np.hstack([np.ones((1, 1)), X]) @ theta.T),
    },
)
def one_bias_unit_for_all(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Prepend a single 1, which is right for a single example."""
    return np.asarray(sigmoid(theta @ np.vstack([np.ones((1, 1)), x])))


@misconception(
    "forward_columns",
    name="The bias unit is the last input",
    hint="In which column of theta are the biases, and which input meets that column?",
    concept="axes and layout",
    also={
        "forward_rows": lambda X, theta: sigmoid(
            np.hstack([X, np.ones((X.shape[0], 1))]) @ theta.T
        ),
    },
)
def bias_unit_last(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Append the 1s under the examples."""
    return np.asarray(sigmoid(theta @ np.vstack([x, np.ones((1, x.shape[1]))])))


@misconception(
    "forward_columns",
    name="The bias unit is inserted without an axis",
    hint="What is the .shape of your input once the 1 is in? How many examples has it got?",
    concept="shape",
    also={"forward_rows": lambda X, theta: sigmoid(np.insert(X, 0, 1.0) @ theta.T)},
)
def flattened_by_insert(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Insert without an axis, which flattens."""
    return np.asarray(sigmoid(theta @ np.insert(x, 0, 1.0)))


@misconception(
    "forward_columns",
    name="The layer stops before the squash",
    hint="What does a layer hand on: what it gathered, or what it says?",
    concept="the squash",
    also={"forward_rows": lambda X, theta: _rows(X) @ theta.T},
)
def stops_before_the_squash(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the pre-activations."""
    return np.asarray(theta @ _columns(x))


@misconception(
    "forward_columns",
    name="The biases in theta are never used",
    hint="What does the layer answer when all inputs are 0? Is it the same for every neuron?",
    concept="the bias",
    also={"forward_rows": lambda X, theta: sigmoid(X @ theta[:, 1:].T)},
)
def biases_never_used(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Cut the column of biases off."""
    return np.asarray(sigmoid(theta[:, 1:] @ x))


# In rows this is right, so it belongs to columns alone.
@misconception(
    "forward_columns",
    name="The biases come out of theta flat",
    hint="Which shape has the column that you took out of theta, and along what does it run?",
    concept="broadcasting",
)
def flat_biases(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Take the bias column with one index, which leaves it one axis."""
    return np.asarray(sigmoid(theta[:, 1:] @ x + theta[:, 0]))


@misconception(
    "forward_columns",
    name="The answers come back in rows",
    hint="Examples came in columns. In which layout were the answers asked for?",
    concept="axes and layout",
)
def answers_in_rows(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Use the formula for rows, and forget to turn the answers back."""
    return np.asarray(sigmoid(_columns(x).T @ theta.T))


# --- examples in rows -----------------------------------------------------------------------


@misconception(
    "forward_rows",
    name="Theta is not transposed",
    hint="What do rows mean now? A row of X meets a column: of which matrix?",
    concept="transposition",
)
def theta_not_transposed(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Swap the factors, and turn neither."""
    return np.asarray(sigmoid(_rows(X) @ theta))


@misconception(
    "forward_rows",
    name="The rows are taken for columns",
    hint="Where does one example lie in X: along a row or down a column?",
    concept="axes and layout",
)
def rows_taken_for_columns(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Use the other convention's formula as it stands."""
    return np.asarray(sigmoid(theta @ _columns(X)))


@misconception(
    "forward_rows",
    name="The answers come back in columns",
    hint="Examples came in rows. In which layout were the answers asked for?",
    concept="axes and layout",
)
def answers_in_columns(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Turn the examples, and forget to turn the answers back."""
    return np.asarray(sigmoid(theta @ _columns(X.T)))


@misconception(
    "forward_rows",
    name="A column of biases beside examples in rows",
    hint="In rows, along which axis do the neurons lie? Which shape must their biases have?",
    concept="broadcasting",
)
def column_of_biases_for_rows(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Keep the biases a column, as examples in columns want them."""
    return np.asarray(sigmoid(X @ theta[:, 1:].T + theta[:, :1]))


# --- from rows to columns -------------------------------------------------------------------


@misconception(
    "rows_to_columns",
    name="Reshaped, which cuts the examples to pieces",
    hint="The shape is right. Is column 0 one example?",
    concept="axes and layout",
)
def reshaped(X: np.ndarray) -> np.ndarray:
    """Read the numbers on in their old order."""
    return X.reshape(X.shape[1], X.shape[0])


@misconception(
    "rows_to_columns",
    name="All examples make one long column",
    hint="How many examples went in, and how many columns came out?",
    concept="shape",
)
def one_column_for_all(X: np.ndarray) -> np.ndarray:
    """Flatten the table as if it were a picture."""
    return X.reshape(-1, 1)


@misconception(
    "rows_to_columns",
    name="The order of the examples is reversed",
    hint="Which example stands in column 0: the first or the last?",
    concept="axes and layout",
)
def turned_by_a_quarter(X: np.ndarray) -> np.ndarray:
    """Rotate the table, where it is to be mirrored at its diagonal."""
    return np.rot90(X, -1).copy()


@misconception(
    "rows_to_columns",
    name="The table comes back as it was",
    hint="Where is the first example in your result: in a row or in a column?",
    concept="transposition",
)
def not_turned(X: np.ndarray) -> np.ndarray:
    """Take a copy for a transpose."""
    return X.copy()
