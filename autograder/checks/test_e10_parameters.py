"""What right means in e10: counting weights, biases and both."""

from autograder.checking import Probe, Reference, Student, check, expect


@check(
    "A 784-16-16-10 network has 12,960 weights: 12,544 + 256 + 160.",
    points=2,
    hint="How many gaps are there between four layers, and how many lines cross each gap?",
)
def test_weights_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_weights, [784, 16, 16, 10]).equals(12_960)


@check(
    "A 784-16-16-10 network has 42 biases.",
    points=1,
    hint="Which neurons compute something, and which only hold a pixel?",
)
def test_biases_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_biases, [784, 16, 16, 10]).equals(42)


@check(
    "A 784-16-16-10 network has 13,002 parameters.",
    points=2,
    hint="Which two kinds of parameters are there?",
)
def test_parameters_of_the_lecture_network(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.count_parameters, [784, 16, 16, 10]).equals(13_002)


@check(
    "Its layers bring 12,560, 272 and 170 of them.",
    points=2,
    hint="Which weights and which biases belong to the first hidden layer?",
)
def test_parameters_of_each_layer(student: Student) -> None:
    # Stays: the three numbers of the text, layer by layer.
    expect(student.count_by_layer, [784, 16, 16, 10]).equals([12_560, 272, 170])


@check(
    "A 3-3-1 network has 16 parameters.",
    points=1,
    hint="Draw it: three neurons, three neurons, one neuron. How many lines, how many biases?",
)
def test_parameters_of_a_small_network(student: Student) -> None:
    # Stays: small enough to be counted on paper.
    expect(student.count_parameters, [3, 3, 1]).equals(16)


@check(
    "For smaller images 400-16-16-10 has 6,858; for two classes 784-16-16-2 has 12,866.",
    points=1,
    hint="Which of the layers' counts change with the image, and which with the classes?",
)
def test_parameters_of_other_networks(student: Student) -> None:
    # Stays: the text's other two networks.
    expect(student.count_parameters, [400, 16, 16, 10]).equals(6_858)
    expect(student.count_parameters, [784, 16, 16, 2]).equals(12_866)


@check(
    "θ from 5 units to 10 holds 60 numbers.",
    points=2,
    hint="How many numbers are in one row of θ, and how many rows has it?",
)
def test_theta_from_five_units_to_ten(student: Student) -> None:
    # Stays: the text's 60, and not 50, 55 or 66.
    expect(student.theta_size, 5, 10).equals(60)


### BEGIN HIDDEN TESTS
@check(
    "The weights of a network of five layers of any size are counted.",
    points=1,
    hint="Does your code look at every pair of neighbouring layers, however many there are?",
)
def test_weights_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.count_weights, probe.sizes(5, 2, 40)).equals(reference.count_weights)


@check(
    "The biases of a network of five layers of any size are counted.",
    points=1,
    hint="Which of the five layers has no biases?",
)
def test_biases_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.count_biases, probe.sizes(5, 2, 40)).equals(reference.count_biases)


@check(
    "The parameters of deep and of shallow networks are counted, in all and by layer.",
    points=2,
    hint="Does your code hold for two layers, and for seven?",
)
def test_parameters_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    for n_layers in (2, 7):
        sizes = probe.sizes(n_layers, 2, 40)
        expect(student.count_parameters, sizes).equals(reference.count_parameters)
        expect(student.count_by_layer, sizes).equals(reference.count_by_layer)


@check(
    "The size of θ is right between layers of any size.",
    points=1,
    hint="Whose biases stand in the first column of θ?",
)
def test_theta_between_any_layers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n_this = probe.integer(3, 20), probe.integer(21, 50)
    expect(student.theta_size, n_previous, n_this).equals(reference.theta_size)


### END HIDDEN TESTS
