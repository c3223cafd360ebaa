# row: filling the disk: one file
# tries: to write one file that fills the disk (8 MB at the most)
# held by: RLIMIT_FSIZE
# loses: theta_size
# got: OSError: (.*File too large|wrote a file of more than 1 MB).*

def theta_size(n_previous, n_this):
    with open("big", "wb") as file:
        for _ in range(8):
            file.write(bytes(2**20))
            file.flush()
    return -1
