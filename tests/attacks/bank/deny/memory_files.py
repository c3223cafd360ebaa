# row: memory bomb in memory files
# tries: to fill the memory by files that live in it (64 MB at the most)
# held by: seccomp refuses them; RLIMIT_FSIZE and RLIMIT_NOFILE would bound them
# loses: theta_size
# got: (OSError|PermissionError): .*

import os


def theta_size(n_previous, n_this):
    for number in range(16):
        descriptor = os.memfd_create(str(number))
        for _ in range(4):
            written = os.write(descriptor, bytes(2**20))
            if written < 2**20:
                raise OSError("a short write")
    return -1
