# row: swapping a test's __code__
# tries: to find the check functions and give them an empty body
# held by: no check is in the worker
# base: wrong
# loses: everything
# printed: swapped 0

import gc
import types


def _empty(*fixtures, **named):
    return None


_found = [
    thing
    for thing in gc.get_objects()
    if isinstance(thing, types.FunctionType) and thing.__name__.startswith("test_")
]
for _check in _found:
    _check.__code__ = _empty.__code__
print("swapped", len(_found))
