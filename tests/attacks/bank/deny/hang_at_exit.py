# row: a hang at exit
# tries: to loop when the interpreter ends
# held by: the process is killed, and its exit handlers with it
# base: wrong
# loses: everything
# printed: will hang

import atexit
import signal
import sys
import threading


def _hang(*_):
    while True:
        pass


atexit.register(_hang)
signal.signal(signal.SIGTERM, _hang)
sys.exitfunc = _hang
threading._register_atexit(_hang)
print("will hang")
