# row: paths in two steps
# tries: to take hold of a folder by O_PATH, and to go on from there
# held by: Landlock; a root of its own, in which the course is not there at all
# loses: theta_size
# got: PermissionError: refused 7 of 7 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    home = os.getcwd()
    folder = file = -1
    try:
        folder = os.open("@course@", os.O_PATH)
        file = os.open("@canary@", os.O_PATH)
    except OSError:
        pass
    for attempt in (
        lambda: open(os.open("canary.txt", os.O_RDONLY, dir_fd=folder)).read(),
        lambda: open(f"/proc/self/fd/{file}").read(),
        lambda: os.read(file, 100),
        lambda: os.link(f"/proc/self/fd/{file}", "mine", follow_symlinks=True),
        lambda: os.listdir(folder),
        lambda: (os.fchdir(folder), open("canary.txt").read()),
        lambda: os.open("@course@", os.O_TMPFILE | os.O_RDWR),
    ):
        try:
            print("FOUND", attempt())
        except OSError:
            refused += 1
        os.chdir(home)
    raise PermissionError(f"refused {refused} of 7")
