
def step(parameters, gradients, eta):
	new = []
	for (W, b), (dW, db) in zip(parameters, gradients):
		new.append((W + eta * dW, b + eta * db))
	return new


def descend(start, eta, steps):
	ws = [start]
	for _ in range(steps):
		w = ws[-1]
		ws.append(w + eta * 2 * (w - 3))
	return ws
