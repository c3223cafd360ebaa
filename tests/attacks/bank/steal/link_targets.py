# row: asking where links lead
# tries: to learn from a link where the course keeps its last run
# held by: a root of its own, in which the course is not there at all
# loses: theta_size
# got: FileNotFoundError: .*
# layer: root

import os


def theta_size(n_previous, n_this):
    raise ValueError("it leads to " + os.readlink("@link@").partition("/")[0])
