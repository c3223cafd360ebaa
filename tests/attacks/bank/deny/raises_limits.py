# row: raising its own limits
# tries: to raise its limits on memory, files, descriptors, processes and locked memory
# held by: no capability, without which no limit can be raised
# loses: theta_size
# got: PermissionError: refused 5 of 5 .*

import resource


def theta_size(n_previous, n_this):
    refused = 0
    for name in ("AS", "FSIZE", "NOFILE", "NPROC", "CPU"):
        limit = getattr(resource, f"RLIMIT_{name}")
        most = resource.getrlimit(limit)[1]
        try:
            resource.setrlimit(limit, (most + 1, most + 1))
        except (OSError, ValueError):
            refused += 1
    raise PermissionError(f"refused {refused} of 5")
