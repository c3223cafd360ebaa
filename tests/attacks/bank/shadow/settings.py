# row: settings of the process
# tries: to change NumPy's errors, warnings, the recursion, signals, hooks and printing for others
# held by: every session is a process of its own, and the trusted side is another one
# loses: nothing

import builtins
import gc
import os
import signal
import sys
import threading
import warnings

import numpy as np

np.seterr(all="raise")
np.set_printoptions(precision=0)
warnings.simplefilter("error")
warnings.showwarning = None
sys.setrecursionlimit(10**6)
sys.setswitchinterval(10.0)
sys.excepthook = threading.excepthook = sys.unraisablehook = None
gc.disable()
for _number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(_number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
for _name in range(2000):
    os.environ[f"LARGE_{_name}"] = "x" * 10_000
os.environ["PYTHONPATH"] = os.environ["LD_PRELOAD"] = "/tmp"
sys.path[:] = ["/"]
sys.stdout = sys.stderr = None
builtins.print = builtins.open = None
