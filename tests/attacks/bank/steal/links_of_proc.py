# row: links of /proc of others
# tries: to learn program, folder, root and open files of the server, the grader and the canary
# held by: Landlock; a pid namespace, in which nobody else has a number
# loses: theta_size
# got: PermissionError: found 0 .*

import os


def theta_size(n_previous, n_this):
    found = 0
    for process in (os.getppid(), "@grader@", "@pid@"):
        for name in ("exe", "cwd", "root", "fd/0", "fd/1", "fd/3", "ns/mnt"):
            for attempt in (os.readlink, os.listdir, lambda p: os.open(p, os.O_RDONLY)):
                try:
                    print("FOUND", attempt(f"/proc/{process}/{name}"))
                    found += 1
                except OSError:
                    pass
    raise PermissionError(f"found {found}")
