# row: asking without end
# tries: to keep the trusted side busy with calls of a supplied exercise
# held by: 50,000 questions a call, and the submission's time
# exercise: e07_dense
# loses: dense_forward
# may lose: everything
# got: (asked for more than 50,000 results of earlier .*|stopped after .*|this submission used its 4 s|checking this answer took more than .* of computing)

def dense_forward(W, b, a):
    while True:
        sigmoid(0.0)
