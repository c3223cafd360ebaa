"""What right means in e10: counting weights, biases and both."""

from autograder.checking import Probe, Reference, Student, check, expect

WEIGHTS = "weights, by hand and of any network"
BIASES = "biases, by hand and of any network"
PARAMETERS = "parameters, by hand and of any network"
BY_LAYER = "layer by layer, by hand and of any network"
THETA = "theta, by hand and between any layers"


@check(
    "A 784-16-16-10 network has 12,960 weights: 12,544 + 256 + 160.",
    points=15,
    hint="How many gaps are there between four layers, and how many lines cross each gap?",
    group=WEIGHTS,
)
def test_weights_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_weights, [784, 16, 16, 10]).equals(12_960)


@check(
    "A 784-16-16-10 network has 42 biases.",
    points=13,
    hint="Which neurons compute something, and which only hold a pixel?",
    group=BIASES,
)
def test_biases_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_biases, [784, 16, 16, 10]).equals(42)


@check(
    "A 784-16-16-10 network has 13,002 parameters.",
    points=8,
    hint="Which two kinds of parameters are there?",
    group=PARAMETERS,
)
def test_parameters_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_parameters, [784, 16, 16, 10]).equals(13_002)


@check(
    "Its layers bring 12,560, 272 and 170 of them.",
    points=16,
    hint="Which weights and which biases belong to the first hidden layer?",
    group=BY_LAYER,
)
def test_parameters_of_each_layer(student: Student) -> None:
    # Stays: the three numbers of the text, layer by layer.
    expect(student.count_by_layer, [784, 16, 16, 10]).equals([12_560, 272, 170])


@check(
    "A 3-3-1 network has 16 parameters.",
    points=4,
    hint="Draw it: three neurons, three neurons, one neuron. How many lines, how many biases?",
    group=PARAMETERS,
)
def test_parameters_of_a_small_network(student: Student) -> None:
    # Stays: small enough to be counted on paper.
    expect(student.count_parameters, [3, 3, 1]).equals(16)


@check(
    "For smaller images 400-16-16-10 has 6,858; for two classes 784-16-16-2 has 12,866.",
    points=5,
    hint="Which of the layers' counts change with the image, and which with the classes?",
    group=PARAMETERS,
)
def test_parameters_of_other_networks(student: Student) -> None:
    # Stays: the text's other two networks.
    expect(student.count_parameters, [400, 16, 16, 10]).equals(6_858)
    expect(student.count_parameters, [784, 16, 16, 2]).equals(12_866)


@check(
    "θ from 5 units to 10 holds 60 numbers.",
    points=12,
    hint="How many numbers are in one row of θ, and how many rows has it?",
    group=THETA,
)
def test_theta_from_five_units_to_ten(student: Student) -> None:
    # Stays: the text's 60, and not 50, 55 or 66.
    expect(student.theta_size, 5, 10).equals(60)


### BEGIN HIDDEN TESTS
@check(
    "The weights of a network of five layers of any size are counted.",
    points=6,
    hint="Does your code look at every pair of neighbouring layers, however many there are?",
    group=WEIGHTS,
)
def test_weights_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.count_weights, probe.sizes(5, 2, 40)).equals(reference.count_weights)


@check(
    "The biases of a network of five layers of any size are counted.",
    points=6,
    hint="Which of the five layers has no biases?",
    group=BIASES,
)
def test_biases_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.count_biases, probe.sizes(5, 2, 40)).equals(reference.count_biases)


@check(
    "The parameters of deep and of shallow networks are counted.",
    points=4,
    hint="Does your code hold for two layers, and for seven?",
    group=PARAMETERS,
)
def test_parameters_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    for n_layers in (2, 7):
        expect(student.count_parameters, probe.sizes(n_layers, 2, 40)).equals(
            reference.count_parameters
        )


@check(
    "The layers of deep and of shallow networks are counted one by one.",
    points=6,
    hint="How many counts are there for two layers, and how many for seven?",
    group=BY_LAYER,
)
def test_layers_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    for n_layers in (2, 7):
        expect(student.count_by_layer, probe.sizes(n_layers, 2, 40)).equals(
            reference.count_by_layer
        )


@check(
    "The size of θ is right between layers of any size.",
    points=5,
    hint="Whose biases stand in the first column of θ?",
    group=THETA,
)
def test_theta_between_any_layers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n_this = probe.integer(3, 20), probe.integer(21, 50)
    expect(student.theta_size, n_previous, n_this).equals(reference.theta_size)


### END HIDDEN TESTS
