# row: listing folders
# tries: to list the root, the processes, the course, its own parents and where others have theirs
# held by: Landlock
# loses: theta_size
# got: PermissionError: refused 12 of 12 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    for place in ("/", "/proc", "/proc/self/fd", "/tmp", "/dev", "/dev/shm", "/sys", "/etc",
                  "@course@", "@course@/handed-in", "..", "../.."):
        try:
            print("FOUND", os.listdir(place)[:9])
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 12")
