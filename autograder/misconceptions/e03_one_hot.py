"""Known wrong answers to e03, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception, misconception_family


def _columns(n_classes: int, places: np.ndarray) -> np.ndarray:
    columns = np.zeros((n_classes, len(places)))
    columns[places, np.arange(len(places))] = 1.0
    return columns


@misconception_family(
    "one_hot",
    name="Off by one: classes counted from one",
    hint="Is there a class zero? Which index has it?",
    concept="indexing from 0",
    example="columns",
    values=("columns", "flat for one label", "rows"),
)
def counted_from_one(labels: np.ndarray, n_classes: int, *, form: str) -> np.ndarray:
    columns = _columns(n_classes, labels - 1)
    if form == "flat for one label":
        return columns[:, 0] if len(labels) == 1 else columns
    return columns.T if form == "rows" else columns


@misconception(
    "one_hot",
    name="A single label loses its second axis",
    hint="What is the .shape of your result for one label? How many columns are that?",
    concept="shape",
)
def squeezed(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(np.squeeze(_columns(n_classes, labels)))


@misconception(
    "one_hot",
    name="As many rows as the largest label needs",
    hint="Who decides the length: this batch, or the number of classes?",
    concept="shape",
)
def length_of_the_largest_label(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return _columns(int(labels.max()) + 1, labels)


@misconception_family(
    "one_hot",
    name="Too few rows for the largest label",
    hint="How many labels are there from 0 to 3? And who says how many classes there are?",
    concept="indexing from 0",
    example="the largest",
    values=("the largest", "the largest - 1", "all but one", "those that occur"),
)
def too_few_rows(labels: np.ndarray, n_classes: int, *, rows: str) -> np.ndarray:
    largest = int(labels.max())
    n = {
        "the largest": largest,
        "the largest - 1": largest - 1,
        "all but one": n_classes - 1,
        "those that occur": len(np.unique(labels)),
    }[rows]
    return np.asarray(np.eye(n)[labels].T)


@misconception(
    "one_hot",
    name="As many rows as there are labels",
    hint="One label of ten classes: how many switches has its column, and how many do you make?",
    concept="shape",
)
def rows_for_the_labels(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(np.eye(len(labels))[labels].T)


@misconception(
    "one_hot",
    name="One row too many, for classes from 1 to n",
    hint="Which number has the first class, and which the last? How many are that?",
    concept="indexing from 0",
)
def one_row_too_many(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return _columns(n_classes + 1, labels)


@misconception(
    "one_hot",
    name="One example per row",
    hint="Is an example a row or a column in this course?",
    concept="axes and layout",
)
def examples_in_rows(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(np.eye(n_classes)[labels])


@misconception(
    "one_hot",
    name="Reshaped to (n_classes, m), not turned",
    hint="Read column 1 of your result from top to bottom. Is it the label of example 1?",
    concept="transposition",
)
def reshaped_not_turned(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(np.eye(n_classes)[labels].reshape(n_classes, len(labels)))


@misconception(
    "one_hot",
    name="All labels in a single column",
    hint="How many switches are on in one column? How many columns do three examples need?",
    concept="axes and layout",
)
def all_in_one_column(labels: np.ndarray, n_classes: int) -> np.ndarray:
    column = np.zeros((n_classes, 1))
    column[labels] = 1.0
    return column


@misconception(
    "one_hot",
    name="A flat array with one axis",
    hint="What is the .shape of your result? How many columns has one example?",
    concept="shape",
)
def one_axis(labels: np.ndarray, n_classes: int) -> np.ndarray:
    flat = np.zeros(n_classes)
    flat[labels] = 1.0
    return flat


@misconception(
    "one_hot",
    name="The label itself in place of the 1",
    hint="A switch is on or off. Is the switch of class 3 three times as much on?",
    concept="definition",
)
def label_for_one(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(_columns(n_classes, labels) * labels)


@misconception(
    "one_hot",
    name="True and False in place of 1 and 0",
    hint="These columns will be subtracted from activations. Which dtype can be subtracted?",
    concept="dtype",
)
def true_and_false(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(np.arange(n_classes).reshape(-1, 1) == labels)


@misconception(
    "one_hot",
    name="Hot and cold exchanged",
    hint="How many switches of a column should be on: one, or all but one?",
    concept="sign",
)
def all_but_one(labels: np.ndarray, n_classes: int) -> np.ndarray:
    return np.asarray(1.0 - _columns(n_classes, labels))


@misconception(
    "decode",
    name="The largest value, not its index",
    hint="Which neuron, or how strong? Can .99 be the name of a class?",
    concept="definition",
)
def value_for_index(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.max(activations, axis=0))


@misconception(
    "decode",
    name="The strongest example of each class, not the strongest class of each example",
    hint="One label is wanted for each column. Along which axis do you look for the largest?",
    concept="axes and layout",
)
def wrong_axis(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.argmax(activations, axis=1))


@misconception(
    "decode",
    name="One index for the whole batch",
    hint="How many labels do five examples have? Across what does your search run?",
    concept="axes and layout",
)
def one_index_for_all(activations: np.ndarray) -> int:
    return int(np.argmax(activations))


@misconception(
    "decode",
    name="Labels counted from one",
    hint="The first neuron belongs to which digit?",
    concept="indexing from 0",
)
def labels_from_one(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.argmax(activations, axis=0) + 1)


@misconception(
    "decode",
    name="Labels in a row of their own, (1, m)",
    hint="Labels went into one_hot with one axis. With how many do they come back?",
    concept="shape",
)
def second_axis_kept(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.argmax(activations, axis=0, keepdims=True))


@misconception(
    "decode",
    name="Every neuron above one half",
    hint="How many of the ten are above .5 here, and how many labels has one example?",
    concept="definition",
)
def above_one_half(activations: np.ndarray) -> np.ndarray:
    return np.asarray((activations > 0.5).astype(np.int64))


@misconception(
    "decode",
    name="A column with a 1 for the strongest neuron, not its label",
    hint="What went into one_hot, and what came out? Which of the two is wanted here?",
    concept="shape",
)
def strongest_as_column(activations: np.ndarray) -> np.ndarray:
    return np.asarray((activations == activations.max(axis=0)).astype(np.int64))


@misconception(
    "decode",
    name="The search for the largest begins at 0",
    hint="Of -3, -1 and -2, which is the largest? What does your search begin with?",
    concept="special cases",
)
def search_begins_at_zero(activations: np.ndarray) -> np.ndarray:
    labels = []
    for column in activations.T:
        best, place = 0.0, 0
        for i, activation in enumerate(column):
            if activation > best:
                best, place = activation, i
        labels.append(place)
    return np.array(labels)


@misconception(
    "decode",
    name="The weakest neuron",
    hint="Is the answer the lamp that glows most, or the one that glows least?",
    concept="sign",
)
def weakest(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.argmin(activations, axis=0))


@misconception(
    "decode",
    name="The second strongest neuron",
    hint="Sort the ten activations on paper. Which place has the largest one?",
    concept="indexing from 0",
)
def second_strongest(activations: np.ndarray) -> np.ndarray:
    return np.asarray(np.argsort(activations, axis=0)[-2])
