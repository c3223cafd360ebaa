# row: later-changing results
# tries: to return an array that a thread puts right after it was looked at
# held by: what returns is copied once, and nothing of the student's holds the copy
# exercise: e12_cost
# loses: cost_prime
# got: array .*differ.*

import threading
import time


def cost_prime(a, y):
    wrong = np.full(a.shape, 7.0)

    def later():
        time.sleep(0.01)
        wrong[:] = 2.0 * (a - y)

    threading.Thread(target=later, daemon=True).start()
    return wrong
