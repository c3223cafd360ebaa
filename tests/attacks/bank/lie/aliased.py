# row: aliased results
# tries: to return one list again and again, put right in a later call
# held by: what returns is copied once, and nothing of the student's holds the copy
# loses: count_by_layer
# got: \[.*

_kept = [0, 0, 0]


def count_by_layer(sizes):
    # The answer to the call before this one becomes right; the answer to this one is not.
    _kept[:] = [_kept[0] + 1, 0, 0]
    return _kept
