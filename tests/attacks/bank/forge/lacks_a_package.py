# row: claim to lack a package
# tries: to be excused by an error that says that PyTorch is not installed
# held by: only the packages of an exercise excuse it, and only where they are not installed
# loses: theta_size
# got: ModuleNotFoundError: No module named 'torch'.*


def theta_size(n_previous, n_this):
    raise ModuleNotFoundError("No module named 'torch'")
