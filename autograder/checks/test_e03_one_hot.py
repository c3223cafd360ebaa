"""What right means in e03: labels as columns, and outputs as labels."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# What the network of e12 says to the picture of a 3.
OUTPUT = np.array([[0.43, 0.28, 0.19, 0.88, 0.72, 0.01, 0.64, 0.86, 0.99, 0.63]]).T


def without_ties(probe: Probe, n_classes: int, m: int, low: float, high: float) -> np.ndarray:
    """Return activations that are all different: which of two equal ones counts is left open."""
    return probe.array(n_classes, m, low=low, high=high) + (
        np.arange(n_classes * m).reshape(n_classes, m) / 2.0**14
    )


# The worked example: what a student can follow with a pencil.
@check(
    "The digit 3 among ten is a column with a 1 at index 3.",
    points=2,
    group="one label",
    hint="How many digits come before the 3? And how many rows do ten classes need?",
)
def test_one_hot_of_the_digit_three(student: Student) -> None:
    # Stays: the text's first label, alone.
    three = np.zeros((10, 1))
    three[3, 0] = 1.0
    expect(student.one_hot, np.array([3]), 10).equals(three)


# The lecture's classes, and the one place where a text counts from one.
@check(
    "Of pedestrian, car, motorcycle and truck, the car is 0, 1, 0, 0, and the third is 0, 0, 1, 0.",
    points=1,
    group="one label",
    hint="Which index has the car, when the pedestrian has index 0?",
)
def test_one_hot_of_a_car_and_a_motorcycle(student: Student) -> None:
    # Stays: the text's four classes, and the class that a text counts from one.
    expect(student.one_hot, np.array([1]), 4).equals(np.array([[0.0], [1.0], [0.0], [0.0]]))
    # "Class 3" of a text that counts from one.
    expect(student.one_hot, np.array([3 - 1]), 4).equals(np.array([[0.0], [0.0], [1.0], [0.0]]))


# In a handout, the first batch: one column for all labels fails here.
@check(
    "The labels 2, 0 and 2 become three columns, side by side.",
    points=2,
    group="a batch of labels",
    hint="Say it for column 1, whose label is 0: which of its rows holds the 1?",
)
def test_one_hot_gives_each_label_a_column(student: Student) -> None:
    # Stays: several labels at once, in numbers that can be seen.
    expected = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 1.0]])
    expect(student.one_hot, np.array([2, 0, 2]), 3).equals(expected)


# Only here is the largest class missing from a batch of several labels.
@check(
    "Every class has its row, also when the last ones do not occur in the batch.",
    points=2,
    hint="How many output neurons does the network have, whatever is in the batch?",
)
def test_one_hot_has_a_row_for_every_class(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: classes that do not occur, which is asked nowhere else in public.
    expect(student.one_hot, probe.integers(0, 2, 4), 6).equals(reference.one_hot)


# The worked example: what a student can follow with a pencil.
@check(
    "The output of the worked example means 8, whose activation is .99.",
    points=2,
    group="one output",
    hint="Which neuron is the strongest: what is its index?",
)
def test_decode_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.decode, OUTPUT).equals(np.array([8]))


# In a handout, the first batch of outputs: one label for all fails here.
@check(
    "Were the 8 silent, the same output would mean 3. Side by side the two mean 3 and 8.",
    points=2,
    group="a batch of outputs",
    hint="Each column is an example of its own. Along which axis do you look for the largest?",
)
def test_decode_looks_at_each_column(student: Student) -> None:
    # Stays: two columns with different answers, in numbers that can be seen.
    silenced = OUTPUT.copy()
    silenced[8, 0] = 0.0
    expect(student.decode, np.hstack([silenced, OUTPUT])).equals(np.array([3, 8]))


# It stays for its sentence: what the two functions are to each other.
@check(
    "Encoding and decoding again gives the labels back.",
    points=2,
    hint="Take the column of a 0. What should be read off it?",
)
def test_decode_undoes_one_hot(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the two functions together, as e18 uses them.
    labels = probe.integers(0, 4, 7)
    expect(student.decode, reference.one_hot(labels, 5)).equals(labels)


### BEGIN HIDDEN TESTS
@oracle
def switches(reference: Reference, labels: np.ndarray, n_classes: int) -> np.ndarray:
    """Turn the switches one by one."""
    return np.array([[float(label == i) for label in labels] for i in range(n_classes)])


# A single label, whatever it is and however many classes there are.
@check(
    "Any one label among any number of classes is a column with a single 1.",
    points=1,
    group="one label",
    hint="Write the column for label 4 of 6 on paper. In which row does your code put the 1?",
)
def test_one_hot_of_any_label(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_classes = probe.integer(5, 12)
    label = np.array([probe.integer(2, n_classes - 2)])
    expect(student.one_hot, label, n_classes).equals(reference.switches(label, n_classes))


# Labels as they come from the data set, and twelve of them for ten classes.
@check(
    "The labels of real handwritten digits are encoded.",
    points=1,
    group="a batch of labels",
    hint="Ten classes and twelve digits: what is the shape of the result?",
)
def test_one_hot_of_real_digits(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    _, labels = probe.digits(12)
    # With a 9 in it: what becomes of classes that are missing is asked in public, once.
    while 9 not in labels:
        _, labels = probe.digits(12)
    expect(student.one_hot, labels, 10).equals(reference.switches(labels, 10))


# Only here does a transpose that looks at the sizes to decide go wrong.
@check(
    "A batch with as many examples as classes is encoded, one example in each column.",
    points=1,
    group="a batch of labels",
    hint="Here rows and columns are equally many. Which of them is an example?",
)
def test_one_hot_of_as_many_labels_as_classes(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(4, 7)
    # Every label is the one before it, in a circle: never its own mirror image.
    labels = (np.arange(n) + n - 1) % n
    expect(student.one_hot, labels, n).equals(np.roll(np.eye(n), -1, axis=0))


# One column of outputs, with its strongest neuron anywhere.
@check(
    "One output of any length means its strongest neuron.",
    points=1,
    group="one output",
    hint="Number the neurons from 0. Which number has the largest activation?",
)
def test_decode_of_any_output(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    output = without_ties(probe, n, 1, 0.0, 0.9)
    # Neither the first neuron nor the last, and a second one above one half.
    strongest = probe.integer(2, n - 2)
    output[strongest], output[strongest - 1] = 0.97, 0.93
    expect(student.decode, output).equals(np.array([strongest]))


# Only here does an axis that is chosen by the sizes go wrong.
@check(
    "A batch of any size is decoded, also with as many examples as classes.",
    points=1,
    group="a batch of outputs",
    hint="Take the first column alone. Does its label change when others stand beside it?",
)
def test_decode_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 8)
    expect(student.decode, without_ties(probe, n, n, 0.0, 1.0)).equals(reference.decode)
    expect(student.decode, without_ties(probe, 3, 9, 0.0, 1.0)).equals(reference.decode)


# Only here is no output above 0.
@check(
    "The largest of a column counts, also when all of them are weak or negative.",
    points=2,
    hint="Of -3, -1 and -2, which is the largest? Does your code begin its search at 0?",
)
def test_decode_of_weak_outputs(student: Student, reference: Reference, probe: Probe) -> None:
    expect(student.decode, without_ties(probe, 4, 6, -3.0, -1.0)).equals(reference.decode)


### END HIDDEN TESTS
