# row: asking with gigabytes
# tries: to have the trusted side work through 56 MB again and again
# held by: what the trusted side computes for a check is bounded, and so is the submission's time
# exercise: e07_dense
# loses: dense_forward
# may lose: everything
# got: (stopped after .* in `dense_forward`.*|this submission used its 4 s|checking this answer took more than .* of computing)

def dense_forward(W, b, a):
    while True:
        sigmoid(np.zeros(7_000_000))
