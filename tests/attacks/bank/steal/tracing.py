# row: tracing
# tries: to trace what runs between its calls
# held by: between its calls only the worker's loop runs
# base: wrong
# loses: everything
# printed: tracing
# absent: FOUND

import sys
import threading

_seen = set()


def _trace(frame, event, argument):
    name = frame.f_code.co_filename
    if name not in _seen:
        _seen.add(name)
        if "checks" in name or "solutions" in name:
            print("FOUND", name)
    return None


sys.setprofile(_trace)
threading.setprofile(_trace)
print("tracing")
