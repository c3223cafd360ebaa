import numpy as np

input_size = lambda height, width: int(np.prod((height, width)))
flatten = lambda image: image.T.reshape((-1, 1), order="F")
scale_pixels = lambda images: np.true_divide(images, 255.0)
weights_shape = lambda n_previous, n_this: (int(n_this), int(n_previous))
bias_shape = output_shape = lambda n: (n, 1)


def flatten_batch(images):
    m = images.shape[0]
    return np.einsum("kij->ijk", images).reshape(-1, m)
