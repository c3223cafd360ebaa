"""Known wrong answers to e01, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception


@misconception(
    "elementwise",
    name="The matrix product where pairs were asked for",
    hint="How many numbers does M hold? How many should come out when nothing is summed?",
)
def summed_too(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M @ v)


@misconception(
    "elementwise",
    name="One number of v for each row, not for each column",
    hint="Does v run along a row of M, or down a column?",
)
def down_the_rows(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M * v.reshape(-1, 1))


@misconception(
    "elementwise",
    name="Added, not multiplied",
    hint="What should 10 and 3 give here: 13 or 30?",
)
def added(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M + v)


@misconception(
    "dot",
    name="The products are not added up",
    hint="How many numbers should come out: one for each pair, or a single one?",
)
def not_added_up(row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.asarray(row * column)


@misconception(
    "dot",
    name="Every entry multiplied by every other",
    hint="Which entry of the second list does the first entry meet: all of them, or one?",
)
def every_pair(row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.outer(row, column)


@misconception(
    "dot",
    name="Both lists summed first, then multiplied",
    hint="Is 6 times 15 the same as 4 + 10 + 18? Which comes first, the products or the sum?",
)
def summed_before_multiplying(row: np.ndarray, column: np.ndarray) -> float:
    return float(np.sum(row) * np.sum(column))


@misconception(
    "dot",
    name="The last pair is left out",
    hint="How many pairs are there, and at which number does your loop stop?",
)
def last_pair_left_out(row: np.ndarray, column: np.ndarray) -> float:
    total = 0.0
    for j in range(len(row) - 1):
        total += row[j] * column[j]
    return float(total)


@misconception(
    "matrix_vector",
    name="* in place of @",
    hint="Was anything summed? How many numbers should each row give?",
)
def elementwise_for_matrix_product(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M * v)


@misconception(
    "matrix_vector",
    name="v @ M, the factors in the wrong order",
    hint="Which two sizes must agree? Write the shapes side by side, in the order of your code.",
)
def factors_swapped(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(v @ M)


@misconception(
    "matrix_vector",
    name="The last term of every row is dropped",
    hint="How many products per row? Does your sum reach the last one?",
)
def last_term_dropped(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M[:, :-1] @ v[:-1])


@misconception(
    "matrix_vector",
    name="The result stands upright, with an extra axis",
    hint="Which layout was asked for: one axis, as v has, or two?",
)
def extra_axis(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(M @ v.reshape(-1, 1))


@misconception(
    "matrix_vector",
    name="Summed down the columns",
    hint="One number is to be left for each row. Along which axis do you sum?",
)
def summed_down(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.asarray(np.sum(M * v, axis=0))


@misconception(
    "matrix_vector",
    name="All rows summed into one number",
    hint="How many rows has M, and so how many results? Which axis should survive the sum?",
)
def all_rows_in_one(M: np.ndarray, v: np.ndarray) -> float:
    return float(np.sum(M * v))


@misconception(
    "squares",
    name="The matrix product of M with itself",
    hint="Is the square of an entry made of that entry alone, or of a whole row and column?",
)
def matrix_square(M: np.ndarray) -> np.ndarray:
    return np.asarray(M @ M)


@misconception(
    "squares",
    name="Doubled, not squared",
    hint="What is 10 squared: 20 or 100?",
)
def doubled(M: np.ndarray) -> np.ndarray:
    return np.asarray(2 * M)


@misconception(
    "squares",
    name="Squared within the caller's own matrix",
    hint="Who owns M? What does the caller find in it after your function is done?",
)
def squared_in_place(M: np.ndarray) -> np.ndarray:
    M *= M
    return M


@misconception(
    "product_shape",
    name="The inner sizes in place of the outer ones",
    hint="Which sizes are summed away, and which are left?",
)
def inner_sizes(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] != right[0]:
        raise ValueError("the inner sizes differ")
    return (left[1], right[0])


@misconception(
    "product_shape",
    name="Rows and columns of the product turned round",
    hint="The product has a row for each row of which matrix?",
)
def turned_round(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] != right[0]:
        raise ValueError("the inner sizes differ")
    return (right[1], left[0])


@misconception(
    "product_shape",
    name="Nothing is refused",
    hint="Which two sizes must agree? What does your function do when they do not?",
)
def nothing_refused(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return (left[0], right[1])


@misconception(
    "product_shape",
    name="Both shapes have to be the same",
    hint="That is the rule of the elementwise product. Which sizes meet in a matrix product?",
)
def same_shapes_demanded(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left != right:
        raise ValueError("the shapes differ")
    return left


@misconception(
    "product_shape",
    name="The outer sizes are compared",
    hint="Which two sizes stand next to each other when you write the shapes side by side?",
)
def outer_sizes_compared(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[0] != right[1]:
        raise ValueError("the sizes do not fit")
    return (left[1], right[0])


@misconception(
    "product_shape",
    name="A message is returned, and no error raised",
    hint="Would the program that called you notice? What does `raise` do that `return` does not?",
)
def message_returned(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int] | str:
    if left[1] != right[0]:
        return "ValueError"
    return (left[0], right[1])
