# row: files that can't be deleted
# tries: to leave folders too deep, too odd and too closed to be removed
# held by: folders are moved up before they are removed, never followed
# loses: theta_size
# got: -1|made folders that cannot be looked through in `theta_size`

import os


def theta_size(n_previous, n_this):
    os.makedirs("closed", exist_ok=True)
    for name in ("-rf", "a\nb", "\u202egnp", ".", "\udcff", "x" * 255):
        try:
            os.close(os.open(name, os.O_CREAT | os.O_WRONLY, 0))
        except OSError:
            pass
    os.mkdir(f"none{n_this}", 0)
    for _ in range(200):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    return -1
