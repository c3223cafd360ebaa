# row: asking a class without end
# tries: to keep the trusted side busy with the methods of a supplied class
# held by: 50,000 questions a call, and the submission's time
# exercise: e17_regression
# loses: fit
# may lose: everything
# got: (asked for more than 50,000 results of earlier .*|stopped after .*|this submission used its 4 s|checking this answer took more than .* of computing)

def fit(X, Y, n_hidden, lr, steps, rng):
    perceptron = TwoLayerPerceptron(X.shape[1], 2, 1, rng)
    while True:
        perceptron.forward_pass(X)
