# row: writing to the protocol socket: a question
# tries: to ask the trusted side for the right answer of its own exercise
# held by: only what was supplied for this run answers, and that is never the exercise itself
# loses: theta_size
# got: the answer could not be read in `theta_size`

import gc


def theta_size(n_previous, n_this):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    return connection.supplied_function("exercises.e10_parameters", "theta_size")(n_previous, n_this)
