# row: killing a sibling
# tries: to signal processes by group, by thread, by queue and by pidfd
# held by: seccomp refuses every signal but to oneself
# loses: theta_size
# got: PermissionError: refused 5 of 5 .*

import ctypes
import os
import signal


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    victim = int("@pid@")
    attempts = [
        lambda: os.killpg(os.getpgid(victim), signal.SIGKILL),
        lambda: os.kill(-1, signal.SIGCONT),
        lambda: libc.syscall(200, victim, 9) < 0 and os.kill(-1, 0),
        lambda: libc.syscall(234, victim, victim, 9) < 0 and os.kill(-1, 0),
        lambda: signal.pidfd_send_signal(os.pidfd_open(victim), signal.SIGKILL),
    ]
    refused = 0
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of {len(attempts)}")
