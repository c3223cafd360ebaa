# row: writing the result file after grading
# tries: to write the result when the checks are done, from a thread that waits
# held by: the process is killed when its session ends, and its folder removed
# base: wrong
# loses: everything
# printed: waiting

import threading
import time


def _later():
    while True:
        time.sleep(0.001)
        for name in ("gradebook.json", "@course@/gradebook.json"):
            try:
                open(name, "w").write('{"total": 100}')
            except OSError:
                pass


threading.Thread(target=_later, daemon=True).start()
print("waiting")
