# row: changing modes, owners, times and attributes of files
# tries: to make files of the course and of the system unreadable, or writable for all
# held by: seccomp
# loses: theta_size
# got: PermissionError: refused 12 of 12 .*
# awaits: strict

import os


def theta_size(n_previous, n_this):
    refused = 0
    library = os.open(os.__file__, os.O_RDONLY)
    for attempt in (
        lambda: os.chmod("@canary@", 0o777),
        lambda: os.chmod("@sibling@", 0),
        lambda: os.chmod("@course@/solutions", 0),
        lambda: os.chown("@canary@", os.getuid(), os.getgid()),
        lambda: os.utime("@canary@", (0, 0)),
        lambda: os.setxattr("@canary@", b"user.note", b"inputs"),
        lambda: os.removexattr("@canary@", b"user.kept"),
        lambda: os.truncate("@canary@", 0),
        lambda: os.fchmod(library, os.fstat(library).st_mode),
        lambda: os.fchown(library, os.getuid(), os.getgid()),
        lambda: os.utime(library, (0, 0)),
        lambda: os.setxattr(library, b"user.note", b"inputs"),
    ):
        try:
            attempt()
        except OSError:
            refused += 1
    raise PermissionError(f"refused {refused} of 12")
