# row: inodes
# tries: to use up the inodes (8,000 at the most)
# held by: a bound on how many files a session makes
# points: 4.06
# got: OSError: .*
# awaits: strict

import os


def theta_size(n_previous, n_this):
    for number in range(8_000):
        os.close(os.open(f"{n_this}-{number}", os.O_CREAT | os.O_WRONLY))
    return -1
