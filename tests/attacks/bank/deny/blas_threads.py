# row: BLAS thread explosion
# tries: to have the linear algebra start a thread for every core of a larger machine
# held by: the libraries are told to use one thread; threads are counted from outside, and what they take is computing time and memory
# loses: theta_size
# got: -1|(started|stopped after|the process) .*

import ctypes
import os
import pathlib

import numpy as np


def theta_size(n_previous, n_this):
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "64"
    libraries = pathlib.Path(np.__file__).parent.parent / "numpy.libs"
    for path in libraries.glob("*openblas*"):
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads"):
            if hasattr(library, name):
                getattr(library, name)(64)
    np.ones((400, 400)) @ np.ones((400, 400))
    return -1
