# row: patching pytest
# tries: to find pytest in sys.modules and make its outcomes pass
# held by: pytest is not in the worker
# base: wrong
# loses: everything
# printed: found \[\]

import sys

_found = [name for name in sys.modules if name.partition(".")[0] in ("pytest", "_pytest", "pluggy")]
for _name in _found:
    sys.modules[_name].fail = lambda *a, **k: None
print("found", _found)
