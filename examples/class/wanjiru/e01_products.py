import numpy as np


def elementwise(M, v):
	m, k = M.shape
	out = np.zeros((m, k))
	for i in range(m):
		for j in range(k):
			out[i, j] = M[i, j] * v[j]
	return out


def matrix_vector(M, v):
	out = []
	for row in M:
		out.append(dot(row, v))
	return np.array(out)


def squares(M):
	out = np.zeros(M.shape)
	for index in np.ndindex(M.shape):
		out[index] = M[index] ** 2
	return out


def dot(row, column):
	total = 0
	for r, c in zip(row, column):
		total += r * c
	return total


def product_shape(left, right):
	if left != right:
		raise ValueError('the shapes differ')
	return left
