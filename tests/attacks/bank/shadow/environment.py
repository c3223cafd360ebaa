# row: environment variables
# tries: to change how later interpreters, linkers and libraries start
# held by: the environment is the worker's own, and nothing is started from it
# base: wrong
# loses: everything
# printed: set

import os

os.environ.update(
    PYTHONPATH="/tmp", PYTHONSTARTUP="/tmp/x.py", PYTHONHOME="/tmp", LD_PRELOAD="/tmp/x.so",
    PATH="/tmp", TMPDIR="/tmp", HOME="@home@", NUDGE_SECRET="mine", NPY_DISABLE_CPU_FEATURES="AVX2",
)
print("set")
