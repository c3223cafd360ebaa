# row: a hang in __del__
# tries: to loop when its object is thrown away
# held by: it is the student's own process alone
# loses: theta_size
# got: (a Sticky|stopped after .*)

class Sticky:
    def __del__(self):
        while True:
            pass


def theta_size(n_previous, n_this):
    return Sticky()
