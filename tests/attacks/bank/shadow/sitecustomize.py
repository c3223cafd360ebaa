# row: sitecustomize.py
# tries: to be run when an interpreter starts
# held by: the server starts with -S and -s, and a submission is on no path
# base: wrong
# loses: everything
# absent: SHADOWED

# --- file: sitecustomize.py
print("SHADOWED")
# --- file: usercustomize.py
print("SHADOWED")
# --- file: site.py
print("SHADOWED")
