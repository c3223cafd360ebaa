# row: queued signals and timers
# tries: to queue signals to the server, the grader and the canary, and to have a timer signal their threads
# held by: seccomp refuses every signal but to oneself; a pid namespace, in which nobody else has a number; a timer signals its own process alone
# loses: theta_size
# got: PermissionError: refused 12 of 12 .*

import ctypes
import os
import platform
import signal
import struct

# rt_sigqueueinfo, rt_tgsigqueueinfo, timer_create, tkill
_NUMBERS = (129, 297, 222, 200) if platform.machine() == "x86_64" else (138, 240, 107, 130)


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    queue, queue_to_thread, timer, to_thread = _NUMBERS
    refused = 0
    for victim in (os.getppid(), int("@grader@"), int("@pid@")):
        number = int(signal.SIGUSR1)
        # A signal as sigqueue(3) sends it, and a timer that signals a thread (SIGEV_THREAD_ID).
        info = struct.pack("3i", number, 0, -1).ljust(128, b"\0")
        event = struct.pack("P3i", 0, number, 4, victim).ljust(64, b"\0")
        made = ctypes.create_string_buffer(8)
        for call in (
            (queue, victim, number, info),
            (queue_to_thread, victim, victim, number, info),
            (timer, 1, event, made),
            (to_thread, victim, number),
        ):
            refused += libc.syscall(*call) == -1
    raise PermissionError(f"refused {refused} of 12")
