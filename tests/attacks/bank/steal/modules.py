# row: sys.modules
# tries: to find modules of the grader that are loaded
# held by: nothing of the grader is loaded under any name
# base: wrong
# loses: everything
# printed: loaded \[\]

import sys

print("loaded", [n for n in sys.modules if n.partition(".")[0] in
                 ("autograder", "solutions", "checks", "misconceptions", "pytest", "_pytest")])
