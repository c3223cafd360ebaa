# row: endless loop
# tries: never to return
# held by: the computing time of a call is taken from outside
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`; is there a loop that never ends\?

def theta_size(n_previous, n_this):
    while True:
        pass
