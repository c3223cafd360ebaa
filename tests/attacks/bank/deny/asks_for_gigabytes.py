# row: asking with gigabytes
# tries: to have the trusted side square 64 MB again and again
# held by: a frame has 64 MB at the most, and the submission's time runs while it waits
# exercise: e07_dense
# points: 4.73
# least: 0
# got: .*

def dense_forward(W, b, a):
    while True:
        sigmoid(np.zeros(7_000_000))
