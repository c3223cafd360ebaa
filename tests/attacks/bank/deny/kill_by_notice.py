# row: signals through a descriptor, by notices of a folder
# tries: to have the kernel signal others when its own folder changes, by F_NOTIFY
# held by: seccomp refuses to name an owner; Landlock from version 6 on; a pid namespace, in which nobody else has a number
# loses: theta_size
# got: .*ValueError: tried .*

import fcntl
import os
import signal


def theta_size(n_previous, n_this):
    folder = os.open(".", os.O_RDONLY)
    try:
        fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_CREATE | fcntl.DN_MULTISHOT)
        fcntl.fcntl(folder, fcntl.F_SETOWN, int("@pid@"))
        fcntl.fcntl(folder, 10, signal.SIGKILL)  # F_SETSIG
    except OSError:
        pass
    with open("new", "w"):
        pass
    raise ValueError("tried")
