# row: catching every exception
# tries: to outlive whatever is raised to stop it
# held by: it is killed, not interrupted
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

def theta_size(n_previous, n_this):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
