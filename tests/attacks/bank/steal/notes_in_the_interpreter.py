# row: leaving notes in the interpreter
# tries: to leave a note in a shared library's memory and in NumPy for the next submission
# held by: every session is a fork of its own; nothing is written back
# base: wrong
# loses: everything
# printed: note left, was None

import builtins
import sys

import numpy as np

print("note left, was", getattr(builtins, "_note", getattr(np, "_note", None)))
builtins._note = np._note = sys._note = "note"
