# row: reading answer keys
# tries: to read a handout's answer key
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    print(open("@course@/answer_key/e10_parameters.json").read())
    return 60
