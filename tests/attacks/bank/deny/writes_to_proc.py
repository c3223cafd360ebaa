# row: writing to /proc and /sys
# tries: to have the grader killed first where memory runs out, and to change settings of the kernel
# held by: Landlock; a root of its own is read-only
# loses: theta_size
# got: PermissionError: refused 9 of 9 .*

import os


def theta_size(n_previous, n_this):
    refused = 0
    for place in (
        "/proc/@grader@/oom_score_adj", "/proc/@pid@/oom_score_adj", "/proc/@pid@/comm",
        "/proc/self/oom_score_adj", "/proc/self/coredump_filter", "/proc/self/uid_map",
        "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/power/state",
    ):
        # Nothing is written to what the machine would act on.
        try:
            descriptor = os.open(place, os.O_WRONLY)
            if place.endswith("oom_score_adj"):
                os.write(descriptor, b"1000")
            refused -= 9
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 9")
