from exercises.e04_sigmoid import sigmoid


def forward(parameters, a):
	return activations(parameters, a)[-1]


def activations(parameters, a):
	out = [a]
	for i, (W, b) in enumerate(parameters):
		z = W @ out[-1] + b
		# the output layer has no activation function
		out.append(z if i == len(parameters) - 1 else sigmoid(z))
	return out
