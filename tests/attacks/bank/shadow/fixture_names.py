# row: names that clash with fixtures
# tries: to define student, reference, probe and expect itself
# held by: the fixtures are of another process
# base: wrong
# loses: everything

def student(*_):
    return lambda *a: 60


reference = probe = expect = check = student
