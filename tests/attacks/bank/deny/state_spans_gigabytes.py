# row: a state that spans more than it sends
# tries: to have the trusted side multiply a column by weights of 160 KB, which span 3.2 GB
# held by: while it answers, the trusted side has 2 GB, and what needs more is an error of the call
# exercise: e17_regression
# loses: fit
# got: .*

def fit(X, Y, n_hidden, lr, steps, rng):
    perceptron = TwoLayerPerceptron(1, 2, 1, rng)
    perceptron.W1, perceptron.b1 = np.ones((1, 20_000)), np.zeros(20_000)
    perceptron.forward_pass(np.ones((20_000, 1)))
