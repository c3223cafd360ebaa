import numpy as np

sigmoid = lambda z: np.exp(-np.logaddexp(0, -z))
sigmoid_prime = lambda z: sigmoid(z) * sigmoid(-z)
logit = lambda a: -np.log(1 / a - 1)
