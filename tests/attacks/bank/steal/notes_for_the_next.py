# row: leaving notes in shared places
# tries: to leave its inputs for the next submission, in files and shared memory
# held by: Landlock, an IPC namespace, seccomp, and a folder that is removed
# base: wrong
# loses: everything
# printed: left 0 notes

import ctypes
import os

_left = 0
for _place in ("/tmp", "/dev/shm", "/var/tmp", "/run", "..", "@home@", "/dev/mqueue",
               "@cache@", "@cache@/nudge-kit", "@cache@/nudge-kit/matplotlib"):
    try:
        with open(f"{_place}/note-@note@", "w") as _file:
            _file.write("inputs")
        _left += 1
    except OSError:
        pass
try:
    from multiprocessing import shared_memory

    shared_memory.SharedMemory("note-@note@", create=True, size=64)
    _left += 1
except OSError:
    pass
_libc = ctypes.CDLL(None, use_errno=True)
_left += _libc.syscall(29, 4711, 64, 0o1666) >= 0
print("left", _left, "notes")
