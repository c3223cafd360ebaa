# row: closures
# tries: to look into the closures of every function there is
# held by: the worker's process never held a secret
# base: wrong
# loses: everything
# printed: looked
# absent: FOUND

import gc
import types

for _thing in gc.get_objects():
    if isinstance(_thing, types.FunctionType) and _thing.__closure__:
        for _cell in _thing.__closure__:
            try:
                if "CANARY" + "-" in str(_cell.cell_contents):
                    print("FOUND", _thing)
            except Exception:
                pass
print("looked")
