# row: calls of administrators
# tries: to reboot, to load modules and kernels, to swap, to account, to set quotas, names and ports
# held by: seccomp; no capability
# loses: theta_size
# got: PermissionError: refused 14 of 14 .*

import ctypes
import errno
import platform

# reboot, init_module, finit_module, delete_module, kexec_load, swapon, swapoff, acct, quotactl,
# sethostname, setdomainname, syslog, iopl or vhangup, clock_settime
_X86 = (169, 175, 313, 176, 246, 167, 168, 163, 179, 170, 171, 103, 172, 227)
_ARM = (142, 105, 273, 106, 104, 224, 225, 89, 60, 161, 162, 116, 58, 112)


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = _X86 if platform.machine() == "x86_64" else _ARM
    refused = 0
    for number in numbers:
        ctypes.set_errno(0)
        # No argument would do anything; the kernel itself would say that it is no address.
        made = libc.syscall(number, 3 if number in (172, 103, 116) else -1, 0, 0, 0, 0)
        refused += made == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)
    raise PermissionError(f"refused {refused} of {len(numbers)}")
