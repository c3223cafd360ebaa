# row: os._exit at import
# tries: to end everything with code 0 before the first check
# held by: the verdict is made in another process
# base: wrong
# loses: everything
# got: the process ended while e10_parameters.py was being imported \(exit code 0\).*

import os

os._exit(0)
