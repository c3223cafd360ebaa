# row: asking without end
# tries: to keep the trusted side busy with calls of a supplied exercise
# held by: 50,000 questions a call, and the submission's time
# exercise: e07_dense
# points: 4.73
# got: (asked for more than 50,000 results of earlier exercises in `dense_forward`|stopped after .*)

def dense_forward(W, b, a):
    while True:
        sigmoid(0.0)
