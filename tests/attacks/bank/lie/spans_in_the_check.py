# row: shapes that spread over the memory of the check
# tries: to return a column and a row that span 3.2 GB when the check puts them together
# held by: while it checks, the trusted side has 2 GB, and what needs more is a wrong answer
# exercise: e11_nonlinearity
# loses: edge_detector
# got: .*

def edge_detector():
    return np.ones((20_000, 9)), np.ones((1, 20_000))
