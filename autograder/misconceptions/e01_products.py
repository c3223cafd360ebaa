"""Known wrong answers to e01, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception


@misconception(
    "elementwise",
    name="The matrix product where pairs were asked for",
    hint="How many numbers does M hold? How many should come out when nothing is summed?",
    concept="sum or mean",
)
def summed_too(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M @ v)


@misconception(
    "elementwise",
    name="One number of v for each row, not for each column",
    hint="Does v run along a row of M, or down a column?",
    concept="axes and layout",
)
def down_the_rows(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M * v.reshape(-1, 1))


@misconception(
    "elementwise",
    name="Added, not multiplied",
    hint="What should 10 and 3 give here: 13 or 30?",
    concept="definition",
)
def added(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M + v)


@misconception(
    "elementwise",
    name="np.matrix, whose * is the matrix product",
    hint="How many numbers come out for the six that M holds? What does * do in a np.matrix?",
    concept="sum or mean",
)
def matrix_type_product(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M @ v.reshape(-1, 1))


@misconception(
    "dot",
    name="The products are not added up",
    hint="How many numbers should come out: one for each pair, or a single one?",
    concept="sum or mean",
)
def not_added_up(row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.asarray(row * column)


@misconception(
    "dot",
    name="Every entry multiplied by every other",
    hint="Which entry of the second list does the first entry meet: all of them, or one?",
    concept="broadcasting",
)
def every_pair(row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.outer(row, column)


@misconception(
    "dot",
    name="Both lists summed first, then multiplied",
    hint="Is 6 times 15 the same as 4 + 10 + 18? Which comes first, the products or the sum?",
    concept="sum or mean",
)
def summed_before_multiplying(row: np.ndarray, column: np.ndarray) -> float:
    return float(np.sum(row) * np.sum(column))


@misconception(
    "dot",
    name="The last pair is left out",
    hint="How many pairs are there, and at which number does your loop stop?",
    concept="indexing from 0",
)
def last_pair_left_out(row: np.ndarray, column: np.ndarray) -> float:
    total = 0.0
    for j in range(len(row) - 1):
        total += row[j] * column[j]
    return float(total)


@misconception(
    "dot",
    name="The mean of the products, not their sum",
    hint="If every pair gives 10, what should three pairs give: 10 or 30?",
    concept="sum or mean",
)
def mean_of_products(row: np.ndarray, column: np.ndarray) -> float:
    return float(np.mean(row * column))


@misconception(
    "dot",
    name="The numbers added in pairs, then summed",
    hint="What do 3 and 6 contribute: 9 or 18?",
    concept="definition",
)
def pairs_added(row: np.ndarray, column: np.ndarray) -> float:
    return float(np.sum(row + column))


@misconception(
    "matrix_vector",
    name="* in place of @",
    hint="Was anything summed? How many numbers should each row give?",
    concept="sum or mean",
)
def elementwise_for_matrix_product(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M * v)


@misconception(
    "matrix_vector",
    name="The columns of M meet v: v @ M, or M turned round",
    hint="Which two sizes must agree? Does v meet the rows of M, or its columns?",
    concept="transposition",
)
def factors_swapped(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(v @ M)


@misconception(
    "matrix_vector",
    name="The last term of every row is dropped",
    hint="How many products per row? Does your sum reach the last one?",
    concept="indexing from 0",
)
def last_term_dropped(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M[:, :-1] @ v[:-1])


@misconception(
    "matrix_vector",
    name="The result stands upright, with an extra axis",
    hint="Which layout was asked for: one axis, as v has, or two?",
    concept="shape",
)
def extra_axis(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M @ v.reshape(-1, 1))


@misconception(
    "matrix_vector",
    name="Summed down the columns",
    hint="One number is to be left for each row. Along which axis do you sum?",
    concept="axes and layout",
)
def summed_down(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(np.sum(M * v, axis=0))


@misconception(
    "matrix_vector",
    name="All rows summed into one number",
    hint="How many rows has M, and so how many results? Which axis should survive the sum?",
    concept="axes and layout",
)
def all_rows_in_one(M: np.ndarray, v: np.ndarray) -> float:
    return float(np.sum(M * v))


@misconception(
    "matrix_vector",
    name="The mean of each row's products, not their sum",
    hint="The first row gives 1, 4 and 9. Is the result 14, or 14 divided by 3?",
    concept="sum or mean",
)
def mean_of_each_row(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(np.mean(M * v, axis=1))


@misconception(
    "matrix_vector",
    name="The rows of M summed, without v",
    hint="What should change in the result when the numbers of v change?",
    concept="factor",
)
def without_v(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(np.sum(M, axis=1))


@misconception(
    "squares",
    name="The matrix product of M with itself",
    hint="Is the square of an entry made of that entry alone, or of a whole row and column?",
    concept="sum or mean",
)
def matrix_square(M: np.ndarray) -> np.ndarray:
    return np.asarray(M @ M)


@misconception(
    "squares",
    name="The power of a whole matrix (matrix_power, or ** of a np.matrix)",
    hint="Is that the power of each entry, or of the matrix? Which matrices have such a power?",
    concept="sum or mean",
)
def power_of_the_matrix(M: np.ndarray) -> np.ndarray:
    return np.linalg.matrix_power(M, 2)


@misconception(
    "squares",
    name="Doubled, not squared",
    hint="What is 10 squared: 20 or 100?",
    concept="factor",
)
def doubled(M: np.ndarray) -> np.ndarray:
    return np.asarray(2 * M)


@misconception(
    "squares",
    name="Squared within the caller's own matrix",
    hint="Who owns M? What does the caller find in it after your function is done?",
    concept="aliasing and in-place",
)
def squared_in_place(M: np.ndarray) -> np.ndarray:
    M *= M
    return M


@misconception(
    "squares",
    name="M ^ 2, which is no power in Python",
    hint="What does ^ mean in Python? How is a power written?",
    concept="definition",
)
def caret(M: np.ndarray) -> np.ndarray:
    return np.asarray(M ^ 2)


@misconception(
    "squares",
    name="The columns of M multiplied with each other (M.T @ M)",
    hint="Which entry is the square of the 3? How many entries should there be?",
    concept="transposition",
)
def columns_with_columns(M: np.ndarray) -> np.ndarray:
    return np.asarray(M.T @ M)


@misconception(
    "squares",
    name="The squares of each row summed",
    hint="How many numbers go in, and how many should come out?",
    concept="sum or mean",
)
def squares_of_rows_summed(M: np.ndarray) -> np.ndarray:
    return np.asarray(np.sum(M**2, axis=1))


@misconception(
    "product_shape",
    name="The inner sizes in place of the outer ones",
    hint="Which sizes are summed away, and which are left?",
    concept="shape",
)
def inner_sizes(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] != right[0]:
        raise ValueError("the inner sizes differ")
    return (left[1], right[0])


@misconception(
    "product_shape",
    name="Rows and columns of the product turned round",
    hint="The product has a row for each row of which matrix?",
    concept="transposition",
)
def turned_round(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] != right[0]:
        raise ValueError("the inner sizes differ")
    return (right[1], left[0])


@misconception(
    "product_shape",
    name="Nothing is refused",
    hint="Which two sizes must agree? What does your function do when they do not?",
    concept="shape",
)
def nothing_refused(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return (left[0], right[1])


@misconception(
    "product_shape",
    name="Both shapes have to be the same",
    hint="That is the rule of the elementwise product. Which sizes meet in a matrix product?",
    concept="shape",
)
def same_shapes_demanded(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left != right:
        raise ValueError("the shapes differ")
    return left


@misconception(
    "product_shape",
    name="The outer sizes are compared",
    hint="Which two sizes stand next to each other when you write the shapes side by side?",
    concept="shape",
)
def outer_sizes_compared(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[0] != right[1]:
        raise ValueError("the sizes do not fit")
    return (left[1], right[0])


@misconception(
    "product_shape",
    name="A message is returned, and no error raised",
    hint="Would the program that called you notice? What does `raise` do that `return` does not?",
    concept="special cases",
)
def message_returned(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int] | str:
    if left[1] != right[0]:
        return "ValueError"
    return (left[0], right[1])


@misconception(
    "product_shape",
    name="The number of entries, not the shape",
    hint="A shape says rows and columns. How many numbers is that?",
    concept="shape",
)
def entries_counted(left: tuple[int, int], right: tuple[int, int]) -> int:
    if left[1] != right[0]:
        raise ValueError("the inner sizes differ")
    return left[0] * right[1]


@misconception(
    "product_shape",
    name="Another error than a ValueError",
    hint="An error is raised, and which kind did the text ask for?",
    concept="special cases",
)
def another_error(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] != right[0]:
        raise AssertionError
    return (left[0], right[1])
