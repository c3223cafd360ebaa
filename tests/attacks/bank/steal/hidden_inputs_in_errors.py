# row: carrying inputs out in an error message
# tries: to show the inputs of hidden checks in the message, the type and the stub's name of an error
# held by: of a hidden check a student's page shows no call, no answer and no message
# loses: theta_size
# got: (ValueError|TOLD_\w*): .*
# secret: TOLD

def theta_size(n_previous, n_this):
    if (n_previous, n_this) != (5, 10):
        raise type(f"TOLD_{n_previous}_{n_this}", (Exception,), {})(f"TOLD {n_previous}")
    raise ValueError("nothing to tell")
