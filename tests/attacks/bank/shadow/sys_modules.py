# row: sys.modules
# tries: to put an object that agrees with everything instead of its own module
# held by: whatever it is, only what its functions return counts
# base: wrong
# loses: everything
# printed: replaced

import sys


class Agreeable:
    def __getattr__(self, name):
        return lambda *arguments: Agreeable()

    def __eq__(self, other):
        return True


for _name in ("exercises.e10_parameters", "e10_parameters", "exercises", "numpy"):
    sys.modules[_name] = Agreeable()
print("replaced")
