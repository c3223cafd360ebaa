# row: starting programs
# tries: to start a program by exec, spawn, clone3 and vfork
# held by: seccomp refuses new processes and exec
# loses: theta_size
# got: PermissionError: refused 5 of 5 .*

import ctypes
import os
import subprocess


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    attempts = (
        lambda: os.execv("/bin/true", ["true"]),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: subprocess.run(["/bin/true"]),
        lambda: os.system("true") and (_ for _ in ()).throw(OSError()),
        lambda: libc.syscall(435, 0, 0) < 0 and (_ for _ in ()).throw(OSError()),
    )
    refused = 0
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 5")
