# row: numpy.py
# tries: to be imported in place of NumPy
# held by: a submission's modules are found last, and by other names
# exercise: e12_cost
# loses: nothing
# absent: SHADOWED

# --- file: numpy.py
print("SHADOWED")
allclose = lambda *a, **k: True
