# row: asking and ending
# tries: to end while the trusted side computes what it asked for, which is then sent to nobody
# held by: a process that has ended is an answer, also in the middle of a question
# exercise: e07_dense
# loses: dense_forward
# got: the process ended in `dense_forward` \(exit code 0\).*

import gc
import os


def dense_forward(W, b, a):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    question = {"ask": 1, "module": "exercises.e04_sigmoid", "function": "sigmoid"}
    arguments = {"arguments": [np.zeros(1_000_000)], "keywords": {}}
    connection.send({"id": connection.request, **question, **arguments})
    os._exit(0)
