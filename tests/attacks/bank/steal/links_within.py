# row: taking hold of readable files
# tries: to have a file of the digits in its own folder too, where it may write, by links and renames
# held by: Landlock refuses links and renames between folders; a root of its own has another file system
# loses: theta_size
# got: PermissionError: refused 4 of 4 .*

import ctypes
import os


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    open("mine", "w").close()

    def exchange():
        if libc.renameat2(-100, b"@readable@", -100, b"mine", 2) == -1:
            raise OSError

    refused = 0
    for attempt in (
        lambda: os.link("@readable@", "linked"),
        lambda: os.rename("@readable@", "moved"),
        lambda: os.rename("mine", "@readable@"),
        exchange,
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 4")
