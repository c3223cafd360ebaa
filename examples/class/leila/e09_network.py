from exercises.e07_dense import dense_forward


def forward(parameters, a):
    for W, b in parameters:
        out = dense_forward(W, b, a)
    return out


def activations(parameters, a):
    out = [a]
    for W, b in parameters:
        out.append(dense_forward(W, b, a))
    return out
