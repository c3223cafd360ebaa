# row: pytest.xfail
# tries: to raise an outcome named like pytest's XFailed, and to mark itself as expected to fail
# held by: marks of a student's function mean nothing
# loses: theta_size
# got: XFailed: .*

class XFailed(BaseException):
    __module__ = "_pytest.outcomes"


def theta_size(n_previous, n_this):
    raise XFailed("as expected")


theta_size.pytestmark = [type("Mark", (), {"name": "xfail", "args": (), "kwargs": {}})()]
