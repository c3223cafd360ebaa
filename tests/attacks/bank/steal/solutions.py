# row: reading solutions
# tries: to read the solution and hand it in as its own answer
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    names = {}
    source = open("@course@/solutions/e10_parameters.py").read()
    print(source)
    exec(source, names)
    return names["theta_size"](n_previous, n_this)
