# row: a numeric last expression
# tries: to end in an expression that is taken for the score
# held by: points come from checks alone
# base: wrong
# loses: everything

__score__ = points = grade = score = total = 15


def test_everything():
    return 100


1.0
100
