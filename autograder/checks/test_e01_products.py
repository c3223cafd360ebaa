"""What right means in e01: elementwise products, matrix products and their shapes."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

M = np.array([[1.0, 2.0, 3.0], [10.0, 10.0, 10.0]])
V = np.array([1.0, 2.0, 3.0])


# The worked example: what a student can follow with a pencil.
@check(
    "The elementwise product of the worked example is [[1, 4, 9], [10, 20, 30]].",
    points=2,
    group="elementwise",
    hint="Which number of v does the last entry of each row meet?",
)
def test_elementwise_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.elementwise, M, V).equals(np.array([[1.0, 4.0, 9.0], [10.0, 20.0, 30.0]]))


# The worked example: what a student can follow with a pencil.
@check(
    "The dot product of (1, 2, 3) and (4, 5, 6) is 32.",
    points=2,
    group="dot",
    hint="Which three products are there, and what happens to them?",
)
def test_dot_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.dot, np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])).equals(32.0)


# Only here do the sizes leave v @ M alone, also where it is the first of two tries.
@check(
    "Each row of M meets v on its own, also when M is square.",
    points=1,
    group="matrix_vector",
    hint="Which two numbers of M does the first result come from: a row's, or a column's?",
)
def test_matrix_vector_of_a_square_matrix(student: Student) -> None:
    # Stays: square, where v @ M and M.T @ v fit as well and go wrong in silence.
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    expect(student.matrix_vector, square, np.array([1.0, 10.0])).equals(np.array([21.0, 43.0]))


# The worked example: what a student can follow with a pencil.
@check(
    "The matrix product of the worked example is [14, 60].",
    points=3,
    group="matrix_vector",
    hint="The first row gives 1, 4 and 9. What is done with these three?",
)
def test_matrix_vector_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.matrix_vector, M, V).equals(np.array([14.0, 60.0]))


# The worked example: what a student can follow with a pencil.
@check(
    "The squares of the worked example are [[1, 4, 9], [100, 100, 100]].",
    points=2,
    group="squares",
    hint="What should become of a single entry, say of the 10?",
)
def test_squares_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.squares, M).equals(np.array([[1.0, 4.0, 9.0], [100.0, 100.0, 100.0]]))


# The worked example: what a student can follow with a pencil.
@check(
    "(2, 3) times (3, 4) is (2, 4), and (16, 784) times (784, 5) is (16, 5).",
    points=2,
    group="product_shape",
    hint="Which of the four sizes are summed away, and in which order are the others left?",
)
def test_product_shape_keeps_the_outer_sizes(student: Student) -> None:
    # Stays: the rule itself, with the text's sizes.
    expect(student.product_shape, (2, 3), (3, 4)).equals((2, 4))
    expect(student.product_shape, (16, 784), (784, 5)).equals((16, 5))


# In a handout, the only check that a missing refusal fails.
@check(
    "(2, 3) times (2, 3) is refused with a ValueError.",
    points=2,
    group="refusal",
    hint="A row of the left has three numbers. How many has a column of the right?",
)
def test_product_shape_refuses_what_does_not_fit(student: Student) -> None:
    # Stays: says by itself that an error is wanted, before sizes vary.
    expect(student.product_shape, (2, 3), (2, 3)).raises(ValueError)


# Only here are there no decimal points: code that needs them fails.
@check(
    "Whole numbers are welcome in every product.",
    points=2,
    hint="Does your code take for granted that the numbers have a decimal point?",
)
def test_whole_numbers_are_welcome(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: integers, as the text's tables are when they are typed in.
    whole = probe.integers(-9, 9, 4, 3)
    v = probe.integers(1, 9, 3)
    expect(student.elementwise, whole, v).equals(reference.elementwise)
    expect(student.matrix_vector, whole, v).equals(reference.matrix_vector)
    expect(student.squares, whole).equals(reference.squares)
    expect(student.dot, whole[0], v).equals(reference.dot)


### BEGIN HIDDEN TESTS
@oracle
def row_by_row(reference: Reference, matrix: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Work the matrix product out number by number, as on paper."""
    rows, columns = matrix.shape
    sums = np.zeros(rows)
    for i in range(rows):
        for j in range(columns):
            sums[i] += matrix[i, j] * v[j]
    return sums


# Only here has M more than three columns: products written out one by one fail.
@check(
    "Matrices of any size meet vectors that fit, number by number.",
    points=2,
    group="elementwise",
    hint="Is there a 2 or a 3, from the worked example, in your code?",
)
def test_elementwise_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    rows, columns = probe.integer(4, 7), probe.integer(8, 12)
    matrix, v = probe.array(rows, columns), probe.array(columns)
    expect(student.elementwise, matrix, v).equals(reference.elementwise)


# Only here are there more than three terms in a row.
@check(
    "Matrices of any size are multiplied by vectors that fit.",
    points=2,
    group="matrix_vector",
    hint="Is there a 2 or a 3, from the worked example, in your code?",
)
def test_matrix_vector_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    rows, columns = probe.integer(4, 7), probe.integer(8, 12)
    matrix, v = probe.array(rows, columns), probe.array(columns)
    expect(student.matrix_vector, matrix, v).equals(reference.row_by_row(matrix, v))


# Only here has the dot product more than three terms.
@check(
    "Two vectors of any length have a dot product, and it may be negative.",
    points=2,
    group="dot",
    hint="How many products are there when the vectors have nine entries?",
)
def test_dot_of_any_length(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    length = probe.integer(5, 9)
    expect(student.dot, probe.array(length), -probe.array(length, low=0.1)).equals(reference.dot)


# Only here is M square, with entries of both signs and no whole numbers.
@check(
    "Entries of any sign and size are squared, one by one, also in a square matrix.",
    points=2,
    group="squares",
    hint="What is the square of a negative number? And does an entry's square need its neighbours?",
)
def test_squares_of_any_matrix(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.squares, probe.array(3, 3, low=-9.0, high=9.0)).equals(reference.squares)


# Only here are the inner sizes larger than the outer ones, and the outer ones equal.
@check(
    "A product exists whenever the inner sizes agree.",
    points=2,
    group="product_shape",
    hint="Try (1, 5) times (5, 1): which two of the four sizes does your code compare?",
)
def test_product_shape_of_any_sizes(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    m, k, n = probe.sizes(3, 2, 40)
    expect(student.product_shape, (m, k), (k, n)).equals(reference.product_shape)
    expect(student.product_shape, (1, k), (k, 1)).equals((1, 1))


# Only here do the outer sizes agree and the inner ones do not.
@check(
    "Matrices whose inner sizes differ are refused, even if the outer sizes agree.",
    points=2,
    group="refusal",
    hint="Write the two shapes side by side. Which two sizes touch, and are they equal?",
)
def test_product_shape_refuses_any_misfit(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    m, k = probe.sizes(2, 2, 40)
    expect(student.product_shape, (m, k), (k + 1, m)).raises(ValueError)
    expect(student.product_shape, (m, k), (k + 2, m + 1)).raises(ValueError)


### END HIDDEN TESTS
