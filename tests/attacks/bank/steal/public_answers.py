# row: returning public answers from a table
# tries: to answer the inputs of the handout from a table and nothing else
# held by: the hidden checks draw their inputs from a seed that no student knows
# base: wrong
# loses: everything
# got: None.*|.*

def _of(sizes, *answers):
    known = {(784, 16, 16, 10): 0, (3, 3, 1): 1, (400, 16, 16, 10): 2, (784, 16, 16, 2): 3}
    place = known.get(tuple(sizes))
    return answers[place] if place is not None and place < len(answers) else -1


def count_weights(sizes):
    return _of(sizes, 12_960)


def count_biases(sizes):
    return _of(sizes, 42)


def count_parameters(sizes):
    return _of(sizes, 13_002, 16, 6_858, 12_866)


def count_by_layer(sizes):
    return [12_560, 272, 170] if sizes == [784, 16, 16, 10] else [-1]


def theta_size(n_previous, n_this):
    return 60 if (n_previous, n_this) == (5, 10) else -1
