# row: reading solutions
# tries: to read the solution and hand it in as its own answer
# held by: Landlock
# points: 4.06
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    names = {}
    source = open("@course@/solutions/e10_parameters.py").read()
    print(source)
    exec(source, names)
    return names["theta_size"](n_previous, n_this)
