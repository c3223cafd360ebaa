# row: names that clash with fixtures
# tries: to define student, reference, probe and expect itself
# held by: the fixtures are of another process
# base: wrong
# points: 0

def student(*_):
    return lambda *a: 60


reference = probe = expect = check = student
