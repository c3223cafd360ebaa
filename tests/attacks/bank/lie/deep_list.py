# row: deep containers
# tries: to nest so deeply that whoever walks over it overflows
# held by: 16 levels at the most
# loses: count_by_layer
# got: a value nested more than 16 levels deep

def count_by_layer(sizes):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
