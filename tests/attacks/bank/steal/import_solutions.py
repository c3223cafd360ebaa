# row: importing the solutions package
# tries: to import the solution by any name, from the course too
# held by: nothing of the course is on the path, and Landlock keeps it from being read
# loses: theta_size
# got: ModuleNotFoundError: .*

import importlib
import sys


def theta_size(n_previous, n_this):
    sys.path[:0] = ["@course@", "@course@/solutions", "@checkout@"]
    importlib.invalidate_caches()
    for name in ("solutions.e10_parameters", "autograder.checks.test_e10_parameters",
                 "autograder.misconceptions.e10_parameters"):
        try:
            print("FOUND", importlib.import_module(name))
        except ImportError as error:
            last = error
    raise last
