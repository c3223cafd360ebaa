# row: .pth
# tries: to run a line of a .pth file when an interpreter starts
# held by: the server starts with -S and -s, and a submission is on no path
# base: wrong
# loses: everything
# absent: SHADOWED

# --- file: evil.pth
import sys; print("SHADOWED")
