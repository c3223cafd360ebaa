# row: cyclic containers that branch
# tries: to return a few lists that unfold into 2 to the power of 16 and more
# held by: 100,000 items at the most
# loses: count_by_layer
# got: a value with more than 100,000 items

def count_by_layer(sizes):
    tower = [1] * 10
    for _ in range(10):
        tower = [tower] * 10
    return tower
