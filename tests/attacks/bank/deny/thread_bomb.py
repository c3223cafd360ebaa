# row: thread bomb
# tries: to start threads until the machine is full (64 at the most)
# held by: threads are counted from outside
# loses: theta_size
# got: started more than 16 threads in `theta_size`

import threading
import time


def theta_size(n_previous, n_this):
    threading.stack_size(2**16)
    for _ in range(64):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    time.sleep(60)
