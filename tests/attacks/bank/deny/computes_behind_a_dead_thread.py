# row: computing behind a main thread that has ended
# tries: to compute for ever in a thread of a process whose main thread has ended
# held by: the clock is that of the whole process, read from outside
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

import ctypes
import platform
import threading

_EXIT = 60 if platform.machine() == "x86_64" else 93


def _compute():
    while True:
        pass


def theta_size(n_previous, n_this):
    threading.Thread(target=_compute).start()
    ctypes.CDLL(None).syscall(_EXIT, 0)  # of this thread alone
