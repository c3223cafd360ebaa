# row: reading the gradebook and the secret
# tries: to read the secret that the inputs derive from, and the gradebook
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

import sys


def theta_size(n_previous, n_this):
    for path in ("@course@/.nudge/secret", "@course@/gradebook.json", "@canary@"):
        try:
            print(open(path).read())
        except OSError as error:
            last = error
    raise last
