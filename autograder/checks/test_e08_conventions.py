"""Checks of e08: one layer written four ways."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect

# Some mistakes are caught by several checks. A worked example stays as the one to follow with a
# pencil; a public check and its hidden sibling both stay, since a handout has the first alone and
# only the second sees sizes and numbers that were written into the code.

W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
B = np.array([[1.0], [-0.5]])
THETA = np.array([[1.0, 1.0, -2.0, 3.0], [-0.5, 0.5, 1.0, -1.0]])
# The two worked examples, and what the two neurons answer to each.
ROWS = np.array([[2.0, 1.0, -1.0], [0.0, 1.0, 1.0]])
ANSWERS = np.array([[0.1192, 0.9241], [0.8808, 0.3775]])

FOUR_DECIMALS = "the worked numbers are rounded to four decimals"

ANY_THETA = "theta, by hand and of any layer"
COLUMNS = "columns, by hand and of any layer"
ROWS_TOO = "rows, by hand and of any layer"
TURNED = "a table turned, by hand and of any size"


# The lecture's network goes first: its first W is square, so biases put on top of it fit in silence
# and show their own wrong numbers.
@check(
    "A 3-3-1 network has a theta of shape (3, 4) and one of shape (1, 4).",
    points=10,
    hint="How many neurons has each layer, and how many numbers does each neuron need?",
)
def test_thetas_of_a_3_3_1_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the shapes that the text names.
    for weights, b in probe.network([3, 3, 1]):
        expect(student.theta_from, weights, b).equals(reference.theta_from)


@check(
    "The worked layer's theta has the rows 1, 1, -2, 3 and -0.5, 0.5, 1, -1.",
    points=7,
    hint="Which number of a neuron's row is to meet the bias unit, and where does the unit stand?",
    group=ANY_THETA,
)
def test_theta_of_the_worked_layer(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.theta_from, W, B).equals(THETA)


@check(
    "Weights that are whole numbers leave the biases their fractions.",
    points=9,
    hint="Which dtype has the array that you fill, and can it hold 0.5?",
)
def test_theta_of_whole_weights(student: Student, probe: Probe) -> None:
    whole = probe.integers(-3, 3, 3, 2)
    b = probe.array(3, 1, low=0.1, high=0.9)
    expect(student.theta_from, whole, b).equals(np.hstack([b, whole]))


@check(
    "The worked examples in columns are answered by 0.1192, 0.9241 and by 0.8808, 0.3775.",
    points=6,
    hint="What does the first neuron of the worked layer multiply with what, term by term?",
    group=COLUMNS,
)
def test_columns_of_the_worked_examples(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    # The first one alone, then both: a mistake in the axis of the 1s shows differently in each.
    for m in (1, 2):
        expect(student.forward_columns, THETA, ROWS[:m].T).equals(
            ANSWERS[:m].T, rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
        )


# As many examples as neurons: a flat column of biases fits, and goes wrong in silence.
@check(
    "The bias meets its neuron, also when there are as many examples as neurons.",
    points=8,
    hint="Which column of theta meets the 1s, and which shape has it when you take it out?",
)
def test_columns_with_as_many_examples_as_neurons(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: as many examples as neurons, where a flat bias goes wrong in silence.
    expect(student.forward_columns, probe.array(3, 5), probe.array(4, 3)).equals(
        reference.forward_columns
    )


@check(
    "Five examples in columns go through at once, each with a bias unit of its own.",
    points=5,
    hint="x is (4, 5) here. Which shape has it with its bias units?",
    group=COLUMNS,
)
def test_columns_of_five_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: five examples of four inputs and three neurons: no two sizes agree.
    theta = probe.array(3, 5)
    expect(student.forward_columns, theta, probe.array(4, 5)).equals(reference.forward_columns)


# A square theta and as many examples as inputs: no size gives a forgotten transpose away, so
# each mistake shows its own numbers here, and is known by them in the checks that follow.
@check(
    "Row i of theta belongs to neuron i, also when theta is square and the examples are in rows.",
    points=8,
    hint="Which numbers does the first example meet on its way to the first neuron?",
)
def test_rows_with_a_square_theta(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: square, where a theta that is not transposed fits and goes wrong in silence.
    expect(student.forward_rows, probe.array(3, 3), probe.array(4, 4)).equals(
        reference.forward_rows
    )


@check(
    "The worked examples in rows get the same answers, in rows.",
    points=5,
    hint="Lay the columns' answer on its side. Is it what you have?",
    group=ROWS_TOO,
)
def test_rows_of_the_worked_examples(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.forward_rows, ROWS, THETA).equals(
        ANSWERS, rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
    )


@check(
    "Rows and columns tell the same: turned examples give turned answers.",
    points=6,
    hint="Take one example and send it through both functions. Where do they part?",
    group=ROWS_TOO,
)
def test_rows_and_columns_agree(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the two layouts against each other, which needs no number.
    X, theta = probe.array(5, 4), probe.array(3, 5)
    in_columns = reference.forward_columns(theta, X.T)
    expect(student.forward_rows, X, theta).equals(in_columns.T)


@check(
    "The rows 1, 2, 3 and 4, 5, 6 become columns.",
    points=8,
    hint="Where is the example 1, 2, 3 in your result: still in one piece?",
    group=TURNED,
)
def test_two_rows_become_two_columns(student: Student) -> None:
    # Stays: the text's small table, small enough to see what went where.
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    expect(student.rows_to_columns, X).equals(np.array([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]))


### BEGIN HIDDEN TESTS
@check(
    "The theta of a layer of any size is right.",
    points=4,
    hint="Is there a number of neurons or of inputs written into your code?",
    group=ANY_THETA,
)
def test_theta_of_any_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(weights, b)] = probe.network(probe.sizes(2, 2, 9))
    expect(student.theta_from, weights, b).equals(reference.theta_from)


@check(
    "Any layer of any size takes any number of examples in columns.",
    points=3,
    hint="Is there a number in your code that belongs to one layer or one batch only?",
    group=COLUMNS,
)
def test_columns_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n = probe.sizes(2, 1, 8)
    theta = probe.array(n, n_previous + 1, low=-1.0, high=1.0)
    x = probe.array(n_previous, probe.integer(10, 13))
    expect(student.forward_columns, theta, x).equals(reference.forward_columns)


@check(
    "Any layer of any size takes any number of examples in rows.",
    points=3,
    hint="How many bias units are there, and what decides it?",
    group=ROWS_TOO,
)
def test_rows_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n = probe.sizes(2, 1, 8)
    theta = probe.array(n, n_previous + 1, low=-1.0, high=1.0)
    X = probe.array(probe.integer(10, 13), n_previous)
    expect(student.forward_rows, X, theta).equals(reference.forward_rows)


# Where an answer that has lost an axis shows, and a bias unit that was inserted without one.
@check(
    "A single example in a column is a batch too.",
    points=3,
    hint="Does your answer keep two axes when there is one example only?",
    group=COLUMNS,
)
def test_a_single_example_in_a_column(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.forward_columns, probe.array(2, 4), probe.array(3, 1)).equals(
        reference.forward_columns
    )


@check(
    "A single example in a row is a batch too.",
    points=3,
    hint="Does your answer keep two axes when there is one row only?",
    group=ROWS_TOO,
)
def test_a_single_example_in_a_row(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.forward_rows, probe.array(1, 3), probe.array(2, 4)).equals(
        reference.forward_rows
    )


@check(
    "A table of any size is turned as well.",
    points=3,
    hint="How many rows has your result, and how many numbers had each example?",
    group=TURNED,
)
def test_a_table_of_any_size_is_turned(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    X = probe.array(probe.integer(5, 7), probe.integer(8, 10))
    expect(student.rows_to_columns, X).equals(X.T)


@check(
    "A table with as many examples as numbers in each is turned too.",
    points=9,
    hint="Where does the number in row 0, column 2 belong afterwards?",
)
def test_a_square_table_is_turned(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.rows_to_columns, probe.array(4, 4)).equals(reference.rows_to_columns)


### END HIDDEN TESTS
