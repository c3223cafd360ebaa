# row: killing the parent
# tries: to kill the server, the grader and everything else
# held by: seccomp refuses every signal but to oneself
# loses: theta_size
# got: PermissionError: refused 9 of 9 .*

import os
import signal


def theta_size(n_previous, n_this):
    refused = 0
    for process in (os.getppid(), int("@grader@"), int("@pid@")):
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGUSR1):
            try:
                os.kill(process, number)
            except OSError:
                refused += 1
    raise PermissionError(f"refused {refused} of 9")
