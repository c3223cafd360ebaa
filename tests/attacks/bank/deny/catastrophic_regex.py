# row: regular expressions that never end
# tries: to loop inside the engine of regular expressions
# held by: the clock is another process's
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

import re


def theta_size(n_previous, n_this):
    return re.match(r"(a+)+$", "a" * 60 + "b")
