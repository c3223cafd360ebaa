# row: generators
# tries: to return something that computes when it is looked at
# held by: what returns is data of a closed set of exact types
# loses: count_by_layer
# got: a generator, which hands out.*

def count_by_layer(sizes):
    return (size for size in iter(int, 1))
