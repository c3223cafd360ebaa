"""Checks of e09: the network."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect

# Some mistakes are caught by several checks. A worked example stays as the one to follow with a
# pencil; a public check and its hidden sibling both stay, since a handout has the first alone and
# only the second sees sizes and numbers that were written into the code.

# e07's layer, and a neuron that listens to it.
LAYERS = [
    (np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), np.array([[1.0], [-0.5]])),
    (np.array([[2.0, -1.0]]), np.array([[0.5]])),
]
X = np.array([[2.0], [1.0], [-1.0]])

FOUR_DECIMALS = "the worked numbers are rounded to four decimals"
TWO_LAYERS = "two layers, by hand and with fresh numbers"
THE_LIST = "the list, by hand and with fresh numbers"


# Layers of one size go first: here no size gives a wrong order or a wrong input away, so each
# such mistake shows its own wrong numbers, and is known by them in the checks that follow. Three
# layers, since of two the one before the last is also the first.
@check(
    "Each layer hears the one before it, also when all layers have the same size.",
    points=8,
    hint="Follow one example by hand: what does the second layer hear, and what the third?",
)
def test_three_layers_of_one_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: layers of one size, where a wrong order fits and goes wrong in silence.
    expect(student.forward, probe.network([3, 3, 3, 3]), probe.array(3, 4)).equals(
        reference.forward
    )


@check(
    "The worked 3-2-1 network answers 0.4537.",
    points=5,
    hint="The first layer says 0.1192 and 0.9241. What does the last neuron make of them?",
    group=TWO_LAYERS,
)
def test_forward_of_the_worked_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.forward, LAYERS, X).equals(
        np.array([[0.4537]]), rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
    )


@check(
    "A 3-4-2 network answers five examples at once, one in each column.",
    points=6,
    hint="What are the shapes of W, of b and of what the layer hears, layer by layer?",
    group=TWO_LAYERS,
)
def test_forward_of_five_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: five examples, no two sizes equal.
    expect(student.forward, probe.network([3, 4, 2]), probe.array(3, 5)).equals(reference.forward)


@check(
    "Every array of the list is what its layer says, also when all layers have the same size.",
    points=9,
    hint="Take two neighbours in your list: does the second follow from the first?",
)
def test_activations_of_layers_of_one_size(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: layers of one size, where a wrong order fits and goes wrong in silence.
    expect(student.activations, probe.network([3, 3, 3, 3]), probe.array(3, 5)).equals(
        reference.activations
    )


@check(
    "In the worked network, the input is followed by 0.1192, 0.9241 and then by 0.4537.",
    points=6,
    hint="How many columns of neurons do you see in the picture of a 3-2-1 network?",
    group=THE_LIST,
)
def test_activations_of_the_worked_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expected = [X, np.array([[0.1192], [0.9241]]), np.array([[0.4537]])]
    expect(student.activations, LAYERS, X).equals(
        expected, rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
    )


@check(
    "A 4-3-5-2 network keeps four arrays of activations for six examples.",
    points=12,
    hint="Which array stands first in your list, and which last?",
    group=THE_LIST,
)
def test_activations_of_six_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: three layers, so that room for two is not enough.
    expect(student.activations, probe.network([4, 3, 5, 2]), probe.array(4, 6)).equals(
        reference.activations
    )


# The network that the whole course is about: a student should see it run.
@check(
    "The 784-16-16-10 network gives each handwritten digit ten activations.",
    points=6,
    hint="784 numbers go in. How many come out of the first layer, the second, the third?",
)
def test_forward_of_real_digits(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the network that the course is about, on real digits.
    images, _ = probe.digits(4)
    x = images.reshape(4, 784).T / 255.0
    expect(student.forward, probe.network([784, 16, 16, 10]), x).equals(reference.forward)


# Where code that names its first, inner and last layers shows.
@check(
    "A single layer is a network too.",
    points=8,
    hint="Does your code take for granted that there is a hidden layer?",
)
def test_a_network_of_one_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: one layer by itself, where a hidden layer that is taken for granted shows.
    expect(student.forward, probe.network([4, 3]), probe.array(4, 5)).equals(reference.forward)


@check(
    "A single layer has a list of two arrays.",
    points=10,
    hint="What does a single layer hear, and what does it say?",
)
def test_activations_of_one_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: one layer by itself, where a hidden layer that is taken for granted shows.
    expect(student.activations, probe.network([4, 3]), probe.array(4, 5)).equals(
        reference.activations
    )


### BEGIN HIDDEN TESTS
# No hidden layer has the input's size here by chance; where all sizes agree, they do by design.
@check(
    "Networks of any depth and any sizes answer any number of examples.",
    points=9,
    hint="Is there a size, a depth or a number of examples written into your code?",
)
def test_forward_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = [probe.integer(7, 8), *probe.sizes(probe.integer(4, 6), 2, 6)]
    a = probe.array(sizes[0], probe.integer(9, 12))
    expect(student.forward, probe.network(sizes), a).equals(reference.forward)


@check(
    "The activations of networks of any depth and any sizes are kept.",
    points=13,
    hint="Does the length of your list follow from the length of the parameters?",
)
def test_activations_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = [probe.integer(7, 8), *probe.sizes(probe.integer(4, 6), 2, 6)]
    a = probe.array(sizes[0], probe.integer(9, 12))
    expect(student.activations, probe.network(sizes), a).equals(reference.activations)


# Where an array shows that took its dtype from the input: whole weights, whole inputs, and a bias
# with a fraction.
@check(
    "Whole numbers go in, fractions come out.",
    points=8,
    hint="Which dtype has the array that you fill, and can it hold 0.5?",
)
def test_forward_of_whole_numbers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = [
        (probe.integers(-2, 2, 4, 3), probe.array(4, 1, low=0.1, high=0.9)),
        (probe.integers(-2, 2, 2, 4), probe.array(2, 1, low=0.1, high=0.9)),
    ]
    expect(student.forward, parameters, probe.integers(-1, 1, 3, 5)).equals(reference.forward)


### END HIDDEN TESTS
