# row: links out of its folder
# tries: to reach the canary by a symbolic link, a hard link and a rename
# held by: Landlock
# loses: theta_size
# got: (PermissionError|OSError|FileNotFoundError): .*

import os


def theta_size(n_previous, n_this):
    for attempt in (os.symlink, os.link, os.rename):
        try:
            attempt("@canary@", "mine")
            print(open("mine").read())
        except OSError as error:
            last = error
    raise last
