# row: asking with gigabytes
# tries: to have the trusted side square 64 MB, and then 16 MB again and again
# held by: a question has 2,000,000 numbers at the most, and the submission's time runs
# exercise: e07_dense
# points: 4.73
# least: 0
# got: .*

def dense_forward(W, b, a):
    try:
        return sigmoid(np.zeros(7_000_000))
    except ValueError:
        while True:
            sigmoid(np.zeros(1_990_000))
