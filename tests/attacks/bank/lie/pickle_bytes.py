# row: pickles
# tries: to return bytes that run code when somebody unpickles them
# held by: bytes are no value of the closed set, and nothing here unpickles
# loses: theta_size
# got: a bytes

import pickle


class Boom:
    def __reduce__(self):
        return print, ("UNPICKLED",)


def theta_size(n_previous, n_this):
    return pickle.dumps(Boom())
