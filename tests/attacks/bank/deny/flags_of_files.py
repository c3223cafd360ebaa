# row: changing flags of files
# tries: to change what lsattr shows of a file that it may read, as chattr does
# held by: seccomp refuses ioctl; a root of its own is read-only
# loses: theta_size
# got: PermissionError: refused 2 of 2 .*

import fcntl
import os
import struct


def theta_size(n_previous, n_this):
    refused = 0
    file = os.open("@readable@", os.O_RDONLY)
    # FS_IOC_SETFLAGS with "no dump" and "no atime"; FS_IOC_FSSETXATTR with another project.
    for request, data in (
        (0x40086602, struct.pack("l", 0x40 | 0x80)),
        (0x401C5820, struct.pack("5I8x", 0x40, 0, 0, 7, 0)),
    ):
        try:
            fcntl.ioctl(file, request, data)
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 2")
