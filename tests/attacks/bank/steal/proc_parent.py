# row: reading /proc of others
# tries: to read environment and memory of the server, the grader and the canary
# held by: Landlock
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

import os


def theta_size(n_previous, n_this):
    for process in (os.getppid(), "@grader@", "@pid@", 1):
        for name in ("environ", "cmdline", "mem", "maps", "root/etc/passwd", "cwd/course.toml"):
            try:
                print(open(f"/proc/{process}/{name}", "rb").read(10_000))
            except OSError as error:
                last = error
    raise last
