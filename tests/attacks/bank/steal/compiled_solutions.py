# row: reading .pyc
# tries: to load the compiled solution
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

import marshal


def theta_size(n_previous, n_this):
    data = open("@course@/solutions/__pycache__/e10_parameters.cpython-311.pyc", "rb").read()
    names = {}
    exec(marshal.loads(data[16:]), names)
    return names["theta_size"](n_previous, n_this)
