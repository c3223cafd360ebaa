# row: reading answer keys
# tries: to read a handout's answer key
# held by: Landlock
# points: 4.06
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    print(open("@course@/answer_key/e10_parameters.json").read())
    return 60
