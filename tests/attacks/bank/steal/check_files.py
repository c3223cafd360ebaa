# row: reading check files
# tries: to read the checks, the hidden ones among them
# held by: Landlock; nothing but the interpreter, NumPy and its own folder can be read
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    loot = open("@course@/autograder/checks/test_e10_parameters.py").read()
    print(loot)
    raise ValueError(loot[-250:])
