# row: asking for what spans more than it sends
# tries: to have the trusted side multiply a column and a row of 160 KB, which span 3.2 GB
# held by: while it answers, the trusted side has 2 GB, and what needs more is an error of the call
# exercise: e09_network
# loses: everything
# got: .*

def forward(parameters, a):
    from exercises.e07_dense import pre_activation

    column, row = np.ones((20_000, 1)), np.ones((1, 20_000))
    return pre_activation(column, np.zeros((20_000, 1)), row)


def activations(parameters, a):
    from exercises.e07_dense import pre_activation

    return [a, pre_activation(np.ones((6_000, 1)), np.zeros((6_000, 1)), np.ones((1, 6_000)))]
