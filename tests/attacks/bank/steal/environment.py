# row: reading the environment
# tries: to find the grader's environment by os, by libc and above the stack
# held by: the fork server starts with an empty environment
# base: wrong
# loses: everything
# printed: names \[.*'HOME'.*\]

import ctypes
import os

print("names", sorted(os.environ))
print(os.environ)
_libc = ctypes.CDLL(None)
_environ = ctypes.POINTER(ctypes.c_char_p).in_dll(_libc, "environ")
_place = 0
while _environ[_place]:
    print(_environ[_place])
    _place += 1
_libc.getenv.restype = ctypes.c_char_p
print(_libc.getenv(b"NUDGE_CANARY"), _libc.getenv(b"NUDGE_SECRET"))
