# row: module __getattr__
# tries: to answer every name that is asked for
# held by: whatever answers, only what it returns counts
# base: wrong
# loses: everything

del theta_size


def __getattr__(name):
    return lambda *arguments: name
