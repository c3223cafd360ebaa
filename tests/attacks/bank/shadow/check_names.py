# row: names that clash with checks
# tries: to bring modules that are called as the grader's own are
# held by: the checks are read from the course alone
# loses: nothing
# absent: SHADOWED

# --- file: test_e10_parameters.py
print("SHADOWED")


def test_theta_from_five_units_to_ten():
    pass
# --- file: autograder.py
print("SHADOWED")
# --- file: solutions.py
print("SHADOWED")
# --- file: exercises.py
print("SHADOWED")
# --- file: datasets.py
print("SHADOWED")
# --- file: pytest.py
print("SHADOWED")
