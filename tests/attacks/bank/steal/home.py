# row: reading the home folder
# tries: to read a file in the grader's home and in /tmp
# held by: Landlock; HOME is the session's own folder
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    for path in ("@home@", "@tmp@"):
        try:
            print(open(path).read())
        except OSError as error:
            last = error
    raise last
