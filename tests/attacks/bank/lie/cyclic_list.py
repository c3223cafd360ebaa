# row: cyclic containers
# tries: to return a list that holds itself
# held by: 16 levels at the most
# loses: count_by_layer
# got: a value nested more than 16 levels deep

def count_by_layer(sizes):
    cycle = []
    cycle.append(cycle)
    return cycle
