# row: atexit
# tries: to rewrite the result when the process ends
# held by: the process is killed, and its exit handlers with it
# base: wrong
# loses: everything
# printed: handler is waiting
# absent: HANDLER RAN

import atexit
import os


@atexit.register
def _rewrite():
    print("HANDLER RAN", flush=True)
    for name in ("results.xml", "gradebook.json", "@course@/gradebook.json"):
        open(name, "w").write('{"total": 100}')
    os._exit(0)


print("handler is waiting")
