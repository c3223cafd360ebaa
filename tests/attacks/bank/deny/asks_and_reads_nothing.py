# row: asking and reading nothing
# tries: to ask for 8 MB and to leave them where they are, so that the trusted side never gets rid of them
# held by: the waiting time of a call is taken from outside, also while it is answered
# exercise: e07_dense
# loses: dense_forward
# may lose: everything
# got: stopped after 0\.\d+ s of waiting in `dense_forward`.*|this .* 4 s.*

import gc
import time


def dense_forward(W, b, a):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    question = {"ask": 1, "module": "exercises.e04_sigmoid", "function": "sigmoid"}
    arguments = {"arguments": [np.zeros(1_000_000)], "keywords": {}}
    connection.send({"id": connection.request, **question, **arguments})
    time.sleep(3600)
