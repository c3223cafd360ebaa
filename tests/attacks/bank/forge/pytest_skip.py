# row: pytest.skip
# tries: to raise an outcome named and shaped like pytest's own Skipped
# held by: an exception crosses the wire as its name alone
# loses: theta_size
# got: Skipped: not today .*

class Skipped(BaseException):
    __module__ = "_pytest.outcomes"
    allow_module_level = True
    msg = "not today"


def theta_size(n_previous, n_this):
    raise Skipped("not today")
