# row: new namespaces, mounts and roots
# tries: to leave its root and its mounts by namespaces, mounts and chroot
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 16 of 16 .*

import ctypes
import errno
import platform

# unshare, setns, mount, umount2, pivot_root, chroot; from 428 on: open_tree, move_mount, fsopen,
# fsconfig, fsmount, fspick, mount_setattr
_X86, _ARM = (272, 308, 165, 166, 155, 161), (97, 268, 40, 39, 41, 51)
_EVERYWHERE = (428, 429, 430, 431, 432, 433, 442)
_CLONE = 56 if platform.machine() == "x86_64" else 220


def theta_size(n_previous, n_this):
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = (*(_X86 if platform.machine() == "x86_64" else _ARM), *_EVERYWHERE)
    refused = 0
    for call in (
        *((number, -1, 0, 0, 0, 0) for number in numbers),
        (numbers[0], 0x10000000),
        (numbers[5], b"."),
        (_CLONE, 0x10000000 | 17, 0, 0, 0, 0),
    ):
        ctypes.set_errno(0)
        made = libc.syscall(*call)
        refused += made == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)
    raise PermissionError(f"refused {refused} of 16")
