# row: asking for a product of small types
# tries: to have the trusted side multiply matrices of bytes, which takes it minutes
# held by: the kernel ends a process that computes longer than a check may, and the check with it
# exercise: e09_network
# points: 0
# got: .*

def forward(parameters, a):
    from exercises.e07_dense import pre_activation

    square = np.ones((5_000, 5_000), dtype=np.uint8)
    return pre_activation(square, np.zeros((5_000, 1), dtype=np.uint8), square)


def activations(parameters, a):
    from exercises.e07_dense import pre_activation

    square = np.ones((4_000, 4_000), dtype=np.float16)
    return [a, pre_activation(square, np.zeros((4_000, 1), dtype=np.float16), square)]
