# row: endless output
# tries: to print until the grader's memory is full (8 MB at the most)
# held by: output is counted, and its middle forgotten
# loses: theta_size
# got: printed more than 1 MB in `theta_size`

def theta_size(n_previous, n_this):
    for _ in range(8_000):
        print("x" * 1_000)
    return -1
