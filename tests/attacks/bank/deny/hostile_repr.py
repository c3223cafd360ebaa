# row: hostile __repr__
# tries: to loop when its error is turned into text
# held by: it is turned into text in the student's own process
# loses: theta_size
# got: stopped after 0\.\d+ s of computing in `theta_size`.*

class Stuck(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def theta_size(n_previous, n_this):
    raise Stuck
