# row: truncating files that may be read
# tries: to empty a file of the digits, which every worker may read, without opening it for writing
# held by: Landlock from version 3 on; seccomp refuses truncating by path, and O_TRUNC without a mode of writing; a root of its own is read-only
# loses: theta_size
# got: PermissionError: refused 4 of 4 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    for attempt in (
        lambda: os.truncate("@readable@", 0),
        lambda: os.close(os.open("@readable@", os.O_RDONLY | os.O_TRUNC)),
        lambda: os.close(os.open("@readable@", os.O_RDONLY | os.O_TRUNC | os.O_CREAT, 0o600)),
        lambda: os.close(os.open("@readable@", os.O_WRONLY)),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 4")
