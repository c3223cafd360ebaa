"""e10: counting parameters, all the weights and biases of a network."""

def count_weights(sizes):
	return sizes[0] * sizes[1] + sizes[1] * sizes[2] + sizes[2] * sizes[3]


def count_biases(sizes):
	return sum(sizes) - sizes[0]


def count_parameters(sizes):
	return count_weights(sizes) + count_biases(sizes)


def count_by_layer(sizes):
	w1 = sizes[0] * sizes[1] + sizes[1]
	w2 = sizes[1] * sizes[2] + sizes[2]
	w3 = sizes[2] * sizes[3] + sizes[3]
	return [w1, w2, w3]


def theta_size(n_previous, n_this):
	return (n_previous + 1) * n_this
