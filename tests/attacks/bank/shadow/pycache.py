# row: poisoned __pycache__
# tries: to have a compiled module run in place of its source
# held by: modules are compiled from their source, in memory
# base: wrong
# loses: everything
# absent: SHADOWED

# --- pyc: e10_parameters
print("SHADOWED")


def theta_size(n_previous, n_this):
    return (n_previous + 1) * n_this
