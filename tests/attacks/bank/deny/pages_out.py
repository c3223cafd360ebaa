# row: a shortage of memory of its own making
# tries: to have its own pages thrown out, merged and moved, so that the machine seems short of memory
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 4 of 4 .*

import mmap

_MERGEABLE, _COLD, _PAGEOUT, _COLLAPSE = 12, 20, 21, 25


def theta_size(n_previous, n_this):
    refused = 0
    with mmap.mmap(-1, 1 << 21) as pages:
        pages.write(bytes(1 << 21))
        for advice in (_MERGEABLE, _COLD, _PAGEOUT, _COLLAPSE):
            try:
                pages.madvise(advice)
            except PermissionError:
                refused += 1
            except OSError as error:
                print("not refused:", error)
    raise PermissionError(f"refused {refused} of 4")
