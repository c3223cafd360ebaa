# row: reading /proc/self
# tries: to read its own memory map, environment, command line and descriptors
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

import os


def theta_size(n_previous, n_this):
    for name in ("environ", "maps", "cmdline", "mem", "mounts", "status"):
        try:
            print(open(f"/proc/self/{name}", "rb").read(10_000))
        except OSError as error:
            last = error
    raise last
