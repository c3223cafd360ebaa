# row: becoming another user
# tries: to become root or somebody else, and to get capabilities back
# held by: seccomp; no capability
# loses: theta_size
# got: PermissionError: refused 8 of 8 .*

import ctypes
import os


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    refused = 0
    for attempt in (
        lambda: os.setuid(12345),
        lambda: os.setresuid(12345, 12345, 12345),
        lambda: os.setresgid(12345, 12345, 12345),
        lambda: os.setgroups([0]),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    # PR_CAP_AMBIENT_RAISE, PR_SET_SECUREBITS, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS to 0.
    for call in ((47, 2, 21, 0, 0), (28, 1, 0, 0, 0), (24, 21, 0, 0, 0), (38, 0, 0, 0, 0)):
        refused += libc.prctl(*call) == -1
    raise PermissionError(f"refused {refused} of 8")
