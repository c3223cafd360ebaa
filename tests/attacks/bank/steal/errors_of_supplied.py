# row: errors of what is supplied
# tries: to learn from the errors of the trusted side how the correct earlier exercise is written
# held by: of an error of what is supplied its class alone is told
# exercise: e07_dense
# loses: everything
# printed: ValueError: sigmoid of exercises.e04_sigmoid cannot work with these arguments
# absent: convert

import numpy as np

from exercises.e04_sigmoid import sigmoid

for _arguments in (["text"], [], [1, 2, 3], [[[1], [1, 2]]], [{"a": None}]):
    try:
        print("told", sigmoid(*_arguments))
    except Exception as _error:
        print(f"{type(_error).__name__}: {_error}")


def pre_activation(W, b, a):
    return None


def dense_forward(W, b, a):
    return None
