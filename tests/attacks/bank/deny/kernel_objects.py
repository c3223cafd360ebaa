# row: objects of the kernel
# tries: to make shared memory, semaphores, queues, memory files, watches and page faults of its own
# held by: seccomp
# loses: theta_size
# got: -1
# printed: refused 12 of 12
# layer: seccomp

import ctypes
import errno
import platform

_X86 = {"shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240, "memfd_create": 319,
        "userfaultfd": 323, "inotify_init1": 294, "fanotify_init": 300, "io_uring_setup": 425,
        "memfd_secret": 447, "bpf": 321, "perf_event_open": 298}  # fmt: skip
_ARM = {"shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180, "memfd_create": 279,
        "userfaultfd": 282, "inotify_init1": 26, "fanotify_init": 262, "io_uring_setup": 425,
        "memfd_secret": 447, "bpf": 280, "perf_event_open": 241}  # fmt: skip


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = _X86 if platform.machine() == "x86_64" else _ARM
    refused = 0
    for number in numbers.values():
        ctypes.set_errno(0)
        made = libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0)
        refused += made == -1 and ctypes.get_errno() == errno.EPERM
    print("refused", refused, "of", len(numbers))
    return -1
