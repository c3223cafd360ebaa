# row: reading the code of what is supplied
# tries: to find the correct earlier exercise behind its stand-in
# held by: a stand-in asks the trusted side; it holds no code but the question
# exercise: e07_dense
# loses: everything
# printed: holds <function sigmoid at .* \(None, ' was given '\)
# absent: return 1

import dis
import inspect

import exercises.e04_sigmoid as _e04

print("holds", vars(_e04).get("sigmoid"), _e04.sigmoid.__code__.co_consts)
try:
    print(inspect.getsource(_e04))
except OSError as _error:
    print("no source:", _error)


def pre_activation(W, b, a):
    return None


def dense_forward(W, b, a):
    return None
