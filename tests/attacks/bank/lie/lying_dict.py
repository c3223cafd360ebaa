# row: dicts with lying keys
# tries: to return a dict whose key equals every name
# held by: keys are exact strings
# loses: count_by_layer
# got: a dict whose keys are not all strings

class Key(str):
    __eq__ = lambda self, other: True
    __hash__ = lambda self: 0


def count_by_layer(sizes):
    return {Key("anything"): 1}
